<#
.SYNOPSIS
Builds, tests, documents and packages VcsaAuthGuard.
.DESCRIPTION
Thin over dotnet, Pester and PlatyPS. Plain `dotnet build` and `dotnet test` do the same for Build and Test, but for SSH.NET.
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
# A property of the build, which MSBuild takes from here: with SSH.NET, which logging in to an appliance with a password needs.
$env:SshNet = 'true'

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
            $culture = Join-Path $module 'en-US'
            New-Item -ItemType Directory -Force $culture | Out-Null
            Copy-Item docs/en-US/about_*.help.txt $culture -Force
            Import-Module Microsoft.PowerShell.PlatyPS
            $commands = Import-MarkdownCommandHelp -Path docs/en-US/*.md
            foreach ($maml in Export-MamlCommandHelp -CommandHelp $commands -OutputFolder artifacts/help -Force) {
                # PlatyPS leaves in the examples what only Markdown needs, U+0080 between their paragraphs, and a link that leads nowhere.
                $text = [System.IO.File]::ReadAllText($maml.FullName) `
                    -replace '(?s)<maml:introduction>\s*<maml:para>```powershell\r?\n(.*?)\r?\n```</maml:para>(.*?)</maml:introduction>\s*<dev:code />\s*<dev:remarks />',
                        '<dev:code>$1</dev:code><dev:remarks>$2<maml:para /></dev:remarks>' `
                    -replace '(?s)<maml:para>```\w*\r?\n(.*?)\r?\n```</maml:para>', '<maml:para>$1</maml:para>' `
                    -replace '<maml:para>(&#x80;|\u0080)</maml:para>' `
                    -replace '<maml:navigationLink>\s*<maml:linkText>Online Version</maml:linkText>\s*<maml:uri />\s*</maml:navigationLink>'
                [System.IO.File]::WriteAllText((Join-Path $culture $maml.Name), $text)
            }
        }
        'Package' {
            if (-not (Test-Path "$module/en-US/*-Help.xml")) { throw "The module in $module has no help: run the tasks Build and Docs first." }
            $archive = "artifacts/VcsaAuthGuard.$((Import-PowerShellDataFile VcsaAuthGuard.psd1).ModuleVersion).zip"
            New-Item -ItemType Directory -Force artifacts | Out-Null
            Compress-Archive -Path $module -DestinationPath $archive -Force
            Get-Item $archive
        }
    }
}
finally {
    Pop-Location
}
