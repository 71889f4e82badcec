"""What turns the name before it into a newspaper, a company, a club, a dish or a street."""

from __future__ import annotations

import re

#: What makes a newspaper, a company, a club, a dish or a brand of a Chinese place name before it.
ZH_COMPOUND = re.compile(
    r"(?:[\u4e00-\u9fff]{0,2}(?:日报|晚报|晨报|早报|晚刊|都市报|青年报|商报|时报|快报|法制报|电视台|卫视|广播电台|之声|发布厅)"
    r"|发布(?=[】》@\s:：，。]|$)|新闻网|在线(?=[】》:：]|$)"
    r"|啤酒|汽车股份|银行|证券|集团|股份|航空(?!港|学院|管制|母舰)|国安|恒大|泰达|申花|上港|鲁能|富力|亚泰|建业|绿地队"
    r"|米粉|拉面|热干面|螺蛳粉|火锅底料|扒鸡|烧鸡|火腿|香醋|陈醋|小笼包|汤包|肉夹馍|炒饭|板鸭|烤鸭|月饼|荔枝红|龙井|毛尖|普洱"
    r"|(?:[东西南北中]|[一二三四\d])?(?:路|大道|大街|胡同)(?![线面上人边况灯口段])|[东西南北中]路|小吃|群众(?:举报|爆料)|话怎么说|大学出版社)"
)

#: The same for English names.
EN_COMPOUND = re.compile(
    r" (?:"
    r"post|times|herald|tribune|daily news|journal|gazette|chronicle|inquirer|globe|examiner|"
    r"sun-times|evening standard|review of books|bulls|bears|cubs|lakers|clippers|dodgers|rockets|"
    r"astros|texans|warriors|celtics|red sox|bruins|patriots|yankees|knicks|mets|giants|jets|nets|"
    r"heat|marlins|dolphins|cowboys|mavericks|rangers|spurs|suns|cardinals|broncos|nuggets|rockies|"
    r"eagles|phillies|flyers|76ers|pirates|steelers|penguins|ravens|orioles|wizards|nationals|"
    r"capitals|redskins|falcons|hawks|braves|saints|pelicans|titans|predators|grizzlies|colts|pacers|"
    r"lions|tigers|pistons|red wings|browns|cavaliers|bengals|reds|chiefs|royals|vikings|twins|"
    r"timberwolves|packers|bucks|brewers|seahawks|mariners|kraken|blazers|jazz|kings|49ers|raiders|"
    r"maple leafs|raptors|blue jays|canadiens|canucks|united fc|fc|afc|city fc|hotspur|wanderers|"
    r"rovers|albion|athletic|airlines|airways|philharmonic|symphony|stock exchange|fashion week|"
    r"marathon runner|style pizza|cheesesteak|sausage|syndrome|protocol|accords?|convention|agreement|"
    r"consensus|mules?|hat|duck|opera"
    r")\b"
)
