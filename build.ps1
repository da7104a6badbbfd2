<#
.SYNOPSIS
Builds, tests, documents and packages VcsaAuthGuard.
.DESCRIPTION
Thin over dotnet and PlatyPS. Plain `dotnet build` and `dotnet test` do the same for Build and Test.
Docs brings docs/en-US up to date with the module in out; it needs Microsoft.PowerShell.PlatyPS.
Package builds anew and leaves in artifacts/package the module as .nupkg, the command-line program as a .NET tool, and as single
files for linux-x64 and win-x64: native where this machine can link one, else with ReadyToRun.
.EXAMPLE
./build.ps1 -Task Build, Test
.EXAMPLE
./build.ps1 -Task Package
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

# Brings syntax and properties of parameters in the pages up to date with the built module; texts stay as they are.
function Update-Page {
    if (-not (Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS)) {
        throw 'Docs needs Microsoft.PowerShell.PlatyPS (Install-PSResource Microsoft.PowerShell.PlatyPS). ' +
            'Without it, edit the pages by hand: the build reports where they differ from the module.'
    }
    Import-Module $module -Force
    Import-Module Microsoft.PowerShell.PlatyPS
    Update-MarkdownCommandHelp -Path docs/en-US/*-*.md -NoBackup
}

# A module of its own build, so that nothing stale is packed.
function Export-ModulePackage([string] $Output) {
    $folder = Join-Path $PSScriptRoot 'artifacts/build/package/VcsaAuthGuard/'
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
    Invoke-Native dotnet 'build', 'src/VcsaAuthGuard', '--configuration', $Configuration, "-p:ModuleOutput=$folder", '-v:quiet', '-nologo'

    # The newest section of the changelog, without its title.
    $notes = (([System.IO.File]::ReadAllText("$PSScriptRoot/CHANGELOG.md") -replace "`r" -split '(?m)^## ')[1] -split "`n", 2)[1].Trim()
    $path = Join-Path $folder 'VcsaAuthGuard.psd1'
    $text = [System.IO.File]::ReadAllText($path)
    [System.IO.File]::WriteAllText($path, $text.Replace("'See CHANGELOG.md'", "'" + $notes.Replace("'", "''") + "'"))

    $manifest = Import-PowerShellDataFile $path
    $values = @{
        version      = $manifest.ModuleVersion
        authors      = $manifest.Author
        copyright    = $manifest.Copyright
        description  = $manifest.Description
        releaseNotes = $notes
        tags         = ($manifest.PrivateData.PSData.Tags + 'PSIncludes_Cmdlet' + ($manifest.CmdletsToExport -replace '^', 'PSCmdlet_') + ($manifest.CmdletsToExport -replace '^', 'PSCommand_')) -join ' '
    }
    $nuspec = [System.IO.File]::ReadAllText("$PSScriptRoot/src/VcsaAuthGuard/VcsaAuthGuard.nuspec")
    foreach ($name in $values.Keys) { $nuspec = $nuspec.Replace("`$$name`$", [System.Security.SecurityElement]::Escape($values[$name])) }
    $filled = Join-Path $PSScriptRoot 'artifacts/build/package/VcsaAuthGuard.nuspec'
    [System.IO.File]::WriteAllText($filled, $nuspec)
    Invoke-Native dotnet 'pack', 'src/VcsaAuthGuard', '--no-build', '--configuration', $Configuration, "-p:NuspecFile=$filled", "-p:NuspecBasePath=$folder",
        '-p:NoPackageAnalysis=true', '--output', $Output, '-v:quiet', '-nologo'
}

# The program as a .NET tool and as one file a platform.
function Export-ProgramPackage([string] $Output) {
    # The analyzers have seen this code in the ordinary build.
    $common = @(
        'src/VcsaAuthGuard.Cli', '--configuration', 'Release', '-v:quiet', '-nologo', '--artifacts-path', 'artifacts/build/program'
        '-p:RunAnalyzers=false', '-p:EnforceCodeStyleInBuild=false'
    )
    Invoke-Native dotnet (@('pack') + $common + '--output' + $Output)

    $version = (Import-PowerShellDataFile VcsaAuthGuard.psd1).ModuleVersion
    foreach ($platform in 'linux-x64', 'win-x64') {
        $name = "vcsa-authguard-$version-$platform"
        $folder = Join-Path $PSScriptRoot "artifacts/build/package/$name"
        # Native code is linked by a platform's own tools: of another platform it is the other kind that one gets.
        $isHere = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier -eq $platform
        $done = foreach ($kind in @('Native' | Where-Object { $isHere }) + 'SingleFile') {
            Remove-Item $folder -Recurse -Force -ErrorAction Ignore
            $said = dotnet publish @common -r $platform "-p:$kind=true" --output $folder 2>&1
            if ($LASTEXITCODE -eq 0) { $kind; break }
            Write-Warning "$platform, ${kind}: $($said | Select-Object -First 1)"
        }
        if (-not $done) { Write-Warning "There is no program for ${platform}: this machine cannot build it."; continue }
        Write-Information "${platform}: $done" -InformationAction Continue
        Remove-Item "$folder/*.pdb", "$folder/*.dbg"
        Copy-Item LICENSE, THIRD-PARTY-NOTICES.md $folder
        # tar keeps what makes a file a program.
        if ($platform -like 'win-*') { Compress-Archive -Path $folder -DestinationPath "$Output/$name.zip" }
        else { Invoke-Native tar '-czf', "$Output/$name.tar.gz", '-C', (Split-Path $folder), $name }
    }
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { Invoke-Native dotnet 'build', '--configuration', $Configuration }
        'Test' { Invoke-Native dotnet 'test', '--configuration', $Configuration }
        'Docs' { Update-Page }
        'Package' {
            $output = Join-Path $PSScriptRoot 'artifacts/package'
            Remove-Item $output -Recurse -Force -ErrorAction Ignore
            New-Item -ItemType Directory $output | Out-Null
            Export-ModulePackage $output
            Export-ProgramPackage $output
            Get-ChildItem $output
        }
    }
}
finally {
    Pop-Location
}
