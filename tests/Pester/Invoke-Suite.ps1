# Runs the suite and writes one JSON line per test: Name, Result, Error. A file that fails outside its tests is one failed line.
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ResultPath,

    # The folder that tests/PowerShell.targets lays out. Without it the suite uses the Pester and the pwsh that are installed.
    [string] $PowerShellFolder,

    # Test files, or folders of them.
    [string[]] $Path = $PSScriptRoot
)

$ErrorActionPreference = 'Stop'
if ($PowerShellFolder) {
    # PowerShell puts its own folders first at startup. These go before them, for every pwsh that a test starts as well.
    $env:PATH = $PowerShellFolder + [IO.Path]::PathSeparator + $env:PATH
    $env:PSModulePath = (Join-Path $PowerShellFolder Modules) + [IO.Path]::PathSeparator + $env:PSModulePath
}

Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$run = Invoke-Pester -Configuration $configuration

$lines = @(
    foreach ($test in $run.Tests) {
        @{
            Name   = '{0}: {1}' -f [IO.Path]::GetFileNameWithoutExtension($test.ScriptBlock.File), $test.ExpandedPath
            Result = [string] $test.Result
            Error  = ($test.ErrorRecord | ForEach-Object { if ($test.Result -eq 'Failed') { "$_`n$($_.ScriptStackTrace)" } else { "$_" } }) -join "`n"
        } | ConvertTo-Json -Compress
    }
    foreach ($broken in @($run.FailedContainers) + @($run.FailedBlocks)) {
        @{
            Name   = [string] $broken
            Result = 'Failed'
            Error  = ($broken.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n"
        } | ConvertTo-Json -Compress
    }
)
[IO.File]::WriteAllLines($ResultPath, [string[]] $lines)
