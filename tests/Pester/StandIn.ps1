# The stand-ins of the engine's tests, each in a process of its own: dot-source in BeforeAll. They are built before the suite.
$standInProgram = (Resolve-Path "$PSScriptRoot/../VcsaAuthGuard.Core.Tests/bin/net10.0/VcsaAuthGuard.Core.Tests.dll").Path

# Starts a stand-in and returns its process; Ready has the words of its first line: address, thumbprint, password.
function Open-StandIn([string] $Switch) {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', [string[]]($standInProgram, $Switch))
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $process | Add-Member Ready ($process.StandardOutput.ReadLine() -split ' ') -PassThru
}

# Sends a stand-in a line of its control language.
function Send-StandIn([Diagnostics.Process] $Process, [string] $Line) {
    $Process.StandardInput.WriteLine($Line)
    $Process.StandardOutput.ReadLine() | Should -Be 'ok'
}

function Close-StandIn([Diagnostics.Process] $Process) {
    $Process.StandardInput.Close()
    if (-not $Process.WaitForExit(300000)) { $Process.Kill() }
    $Process.Dispose()
}
