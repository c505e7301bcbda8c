#!/usr/bin/env bash
# Start the web server and one background worker. When one of them ends, or on Ctrl-C, both end.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${PORT:-}" ] || PORT=$(sed -n 's/^PORT=//p' .env)
export PORT=${PORT:-8000}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; }

if answers; then
    echo "端口 $PORT 已被占用，请换一个端口，例如：PORT=8010 make run" >&2
    echo "Port $PORT is taken. Choose another one, for example: PORT=8010 make run" >&2
    exit 1
fi

# The kernel ends the two when this script is killed before it can end them itself.
setpriv --pdeathsig TERM .venv/bin/python -m gunicorn -c deploy/gunicorn.conf.py &
web=$!
setpriv --pdeathsig TERM .venv/bin/python manage.py worker &
worker=$!

stop() {
    trap - EXIT
    trap '' INT TERM
    kill "$web" "$worker" 2>/dev/null || true
    wait || true
}
trap stop EXIT
trap 'exit 0' INT TERM

until answers; do
    kill -0 "$web" 2>/dev/null || exit 1
    sleep 0.1
done
echo "临海市政务公开：http://127.0.0.1:$PORT/    工作人员登录：http://127.0.0.1:$PORT/admin/"
if [ -f var/demo-accounts.txt ]; then
    echo "演示账号（角色、登录名、密码）："
    cat var/demo-accounts.txt
fi
echo "按 Ctrl-C 停止。"
status=0
wait -n "$web" "$worker" || status=$?
exit "$status"
