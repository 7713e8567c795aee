#!/usr/bin/env bash
# Everything is in build.cs; this only makes sure that there is an SDK to run it.
set -euo pipefail
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# dotnet chooses the SDK by the global.json of the directory it starts in; build.cs wants the directory of the caller.
export SPANLINALG_CALLER="$PWD"
cd "$(dirname "${BASH_SOURCE[0]}")"
if ! dotnet --version >/dev/null 2>&1; then
    echo "SpanLinalg needs the .NET 10 SDK, and none was found: get it from https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 1
fi
exec dotnet run --file build.cs -- "$@"
