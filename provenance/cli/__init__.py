"""The command line: parse, call the library, print, exit. Nothing is decided here.

One file a group of commands; `app` lists them. Heavy parts are imported inside the commands, so that help stays quick.
"""
