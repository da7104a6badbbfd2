# Runs the suite and writes one JSON line a test: Name, Result, Error. A file that fails outside its tests is one failed line.
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
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
