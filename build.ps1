<#
.SYNOPSIS
Builds, tests, documents and packages VcsaAuthGuard.
.DESCRIPTION
Thin over dotnet, Pester and PlatyPS. Plain `dotnet build` and `dotnet test` do the same for Build and Test.
.EXAMPLE
./build.ps1 -Task Build, Test
#>
[CmdletBinding()]
param(
    # What to do, in this order.
    [ValidateSet('Build', 'Test', 'Docs', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$module = Join-Path $PSScriptRoot 'out/VcsaAuthGuard'

function Invoke-Native([string] $Command, [string[]] $Arguments) {
    & $Command @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Command $Arguments ended with $LASTEXITCODE." }
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { Invoke-Native dotnet 'build', '--configuration', $Configuration }
        'Test' { Invoke-Native dotnet 'test', '--configuration', $Configuration }
        'Docs' {
            Import-Module Microsoft.PowerShell.PlatyPS
            $pages = Join-Path $PSScriptRoot 'docs/en-US'
            $commands = @(Measure-PlatyPSMarkdown -Path (Join-Path $pages '*.md') |
                    Where-Object Filetype -Match CommandHelp | Import-MarkdownCommandHelp -Path { $_.FilePath })
            $help = Export-MamlCommandHelp -CommandHelp $commands -OutputFolder (Join-Path $PSScriptRoot 'artifacts/help') -Force
            New-Item -ItemType Directory -Force (Join-Path $module 'en-US') | Out-Null
            $help | Copy-Item -Destination (Join-Path $module 'en-US') -Force
        }
        'Package' {
            $archive = Join-Path $PSScriptRoot "artifacts/VcsaAuthGuard.$((Import-PowerShellDataFile VcsaAuthGuard.psd1).ModuleVersion).zip"
            New-Item -ItemType Directory -Force (Split-Path $archive) | Out-Null
            Compress-Archive -Path $module -DestinationPath $archive -Force
            $archive
        }
    }
}
finally {
    Pop-Location
}
