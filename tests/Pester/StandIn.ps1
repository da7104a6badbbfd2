# The stand-ins of the engine's tests, each in a process of its own: dot-source in BeforeAll.
$standInProgram = Get-ChildItem "$PSScriptRoot/../VcsaAuthGuard.Core.Tests/bin" -Recurse -Filter VcsaAuthGuard.Core.Tests.dll -ErrorAction Ignore |
    Where-Object { Test-Path ($_.FullName -replace 'dll$', 'runtimeconfig.json') } | Sort-Object LastWriteTimeUtc | Select-Object -Last 1 -ExpandProperty FullName
$standInMissing = if (-not $standInProgram) { 'the stand-ins are not built (dotnet build tests/VcsaAuthGuard.Core.Tests)' }

# Runs one, and gives its process; Ready is what it says when it listens.
function Open-StandIn([string] $Switch) {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', [string[]]($standInProgram, $Switch))
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $process | Add-Member Ready ($process.StandardOutput.ReadLine() -split ' ') -PassThru
}

# Ends a test that lacks them, as skipped.
function Assert-StandIn {
    if ($standInMissing) { Set-ItResult -Skipped -Because $standInMissing }
}

function Close-StandIn([Diagnostics.Process] $Process) {
    $Process.StandardInput.Close()
    if (-not $Process.WaitForExit(10000)) { $Process.Kill() }
    $Process.Dispose()
}
