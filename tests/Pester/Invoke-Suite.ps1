# Runs the suite and writes one JSON line per test: Name, Result, Error. A file that fails outside its tests is one failed line.
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $ResultPath,

    # The folder that tests/PowerShell.targets lays out. Without it the suite uses the Pester and the pwsh that are installed.
    [string] $PowerShellFolder,

    # Test files, or folders of them.
    [string[]] $Path = $PSScriptRoot,

    # Run a part of the suite against the netstandard2.0 build, which is for Windows PowerShell 5.1: PowerShell 7 loads it by its path.
    [switch] $NetStandard
)

$ErrorActionPreference = 'Stop'
if ($PowerShellFolder) {
    # PowerShell puts its own folders first at startup. These go before them, for every pwsh that a test starts as well.
    $env:PATH = $PowerShellFolder + [IO.Path]::PathSeparator + $env:PATH
    $env:PSModulePath = (Join-Path $PowerShellFolder Modules) + [IO.Path]::PathSeparator + $env:PSModulePath
}

if ($NetStandard) {
    # The module as it is built, with that assembly in the place of the script that chooses between the builds.
    $folder = New-Item -ItemType Directory -Force (Join-Path $PSScriptRoot 'bin/netstandard2.0/VcsaAuthGuard')
    Remove-Item "$folder/*" -Recurse
    Copy-Item "$PSScriptRoot/../../out/VcsaAuthGuard/*" $folder -Recurse
    Remove-Item "$folder/bin/net8.0" -Recurse
    $manifest = "$folder/VcsaAuthGuard.psd1"
    [IO.File]::ReadAllText($manifest) -replace "(?<=RootModule\s*=\s*')[^']+", 'bin/netstandard2.0/VcsaAuthGuard.dll' | Set-Content $manifest
    $env:VCSA_TESTS_MODULE = $folder.FullName
    if (-not $PSBoundParameters.ContainsKey('Path')) {
        $commands = 'Get-VcsaAuthFault', 'Measure-VcsaAuthFault', 'Get-VcsaDiagnosis', 'Export-VcsaAuthReport', 'Measure-VcsaApiLoad', 'New-BackupWindow',
            'ConvertTo-BackupWindow', 'Test-BackupWindowOverlap', 'Optimize-BackupWindow', 'Measure-VcsaGatewayQueue'
        $Path = $commands | ForEach-Object { "$PSScriptRoot/$_.Tests.ps1" }
    }
}

# Names of files, with commas between them, to run these alone.
if ($env:VCSA_TESTS_PESTER_FILES) {
    $Path = $env:VCSA_TESTS_PESTER_FILES -split ',' | ForEach-Object { Join-Path $PSScriptRoot $_ }
}

# Sessions that the user has stored are none of a test's business. The folder is for this user alone.
$storedBefore = $env:XDG_RUNTIME_DIR
$env:XDG_RUNTIME_DIR = [IO.Directory]::CreateTempSubdirectory('vcsa-suite-').FullName

Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$run = Invoke-Pester -Configuration $configuration
$isWhole = $run.TotalCount -eq $run.Tests.Count -and $run.TotalCount -eq $run.PassedCount + $run.FailedCount + $run.SkippedCount

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
    @{
        Name   = 'counts: {0} passed, {1} failed, {2} skipped (Pester {3}, PowerShell {4})' -f
            $run.PassedCount, $run.FailedCount, $run.SkippedCount, (Get-Module Pester).Version, $PSVersionTable.PSVersion
        Result = $isWhole ? 'Passed' : 'Failed'
        Error  = $isWhole ? '' : "Of $($run.TotalCount) tests some neither passed nor failed nor were skipped."
    } | ConvertTo-Json -Compress
)
[IO.File]::WriteAllLines($ResultPath, [string[]] $lines)
Remove-Item $env:XDG_RUNTIME_DIR -Recurse -ErrorAction Ignore
$env:XDG_RUNTIME_DIR = $storedBefore
