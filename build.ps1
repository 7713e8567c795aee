# Everything is in build.cs; this only makes sure that there is an SDK to run it.
$ErrorActionPreference = 'Stop'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
# dotnet chooses the SDK by the global.json of the directory it starts in; build.cs wants the directory of the caller.
$env:SPANLINALG_CALLER = (Get-Location -PSProvider FileSystem).ProviderPath
Push-Location $PSScriptRoot
try {
    try { $version = & dotnet --version 2>$null } catch { $version = $null }
    if (-not $version -or $LASTEXITCODE -ne 0) {
        [Console]::Error.WriteLine('SpanLinalg needs the .NET 10 SDK, and none was found: get it from https://dotnet.microsoft.com/download/dotnet/10.0')
        exit 1
    }
    & dotnet run --file build.cs -- @args
    exit $LASTEXITCODE
}
finally {
    Pop-Location
    Remove-Item Env:SPANLINALG_CALLER
}
