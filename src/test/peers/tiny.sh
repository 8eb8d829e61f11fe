#!/bin/sh
# A real MCP server over stdio that weighs a megabyte and starts in milliseconds, for tests that need many.
# Habits, by the first argument: deaf-to-term, grandchildren, chatty, gibberish, slow-start, held (does not start while a file is there), lacks (one tool less), canary-fails
habit=$1
tools='{"name":"echo","inputSchema":{"type":"object"}},{"name":"add","inputSchema":{"type":"object"}}'
case "$habit" in
  deaf-to-term) trap '' TERM ;;
  grandchildren) setsid sleep 1000 & sleep 1000 & ;;
  chatty) i=0; while [ $i -lt 20000 ]; do echo "line $i of a server that talks and talks" >&2; i=$((i + 1)); done ;;
  gibberish) echo 'Welcome to my server!'; echo '{"half": ' ;;
  held) while [ -e "$2" ]; do sleep 0.1; done ;;
  slow-start) sleep "${2:-2}" ;;
  lacks) tools='{"name":"echo","inputSchema":{"type":"object"}}' ;;
esac
while IFS= read -r line || { [ "$habit" = deaf-to-term ] && sleep 1000; }; do
  case "$line" in *'"id":'*) ;; *) continue ;; esac
  id=${line#*'"id":'}
  id=${id%%[,\}]*}
  case "$line" in
    *'"method":"initialize"'*)
      answer='"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"tiny","version":"1"}}' ;;
    *'"method":"ping"'*) answer='"result":{}' ;;
    *'"method":"tools/list"'*) answer="\"result\":{\"tools\":[$tools]}" ;;
    *'"method":"tools/call"'*)
      case "$line" in *'"name":"nap"'* | *'"sleep"'*) sleep 3 ;; esac
      flag=false
      [ "$habit" = canary-fails ] && flag=true
      answer="\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"ok\"}],\"isError\":$flag}" ;;
    *) answer='"error":{"code":-32601,"message":"no such method"}' ;;
  esac
  printf '{"jsonrpc":"2.0","id":%s,%s}\n' "$id" "$answer"
done
