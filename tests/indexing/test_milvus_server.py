"""A real server, which also knows binary vectors: the binary of the package `milvus`, in a network of its own."""

from __future__ import annotations

import pytest

from tests.indexing.milvus_contract import HashesInMilvus, VectorsInMilvus, VectorsUnderAWideFilter
from tests.indexing.milvus_nights import Nights
from tests.indexing.milvus_server import milvus_server, why_not

pytest.importorskip("pymilvus")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.milvus_server,
    pytest.mark.enable_socket,
    pytest.mark.skipif(why_not() is not None, reason=str(why_not())),
]


@pytest.fixture(scope="module", autouse=True)
def server(tmp_path_factory):
    """One for all stories: it takes half a minute to start."""
    with milvus_server(tmp_path_factory.mktemp("milvus")) as uri:
        OnAServer.address = uri
        yield


class OnAServer:
    address = ""

    def uri(self, folder):
        return self.address


class TestVectors(OnAServer, VectorsInMilvus): ...


class TestVectorsUnderAWideFilter(OnAServer, VectorsUnderAWideFilter): ...


class TestHashes(OnAServer, HashesInMilvus): ...


class TestNights(OnAServer, Nights): ...
