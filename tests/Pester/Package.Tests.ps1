BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $packages = @(Get-ChildItem "$root/artifacts/package" -ErrorAction Ignore)
    $sources = Get-ChildItem "$root/src" -Recurse -File -Include *.cs, *.ps1xml, *.psm1, *.csproj | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]'
    $newest = ($sources | Measure-Object LastWriteTimeUtc -Maximum).Maximum
    $why = if (-not $packages) { 'the packages are not built (./build.ps1 -Task Package)' }
    elseif (($packages | Measure-Object LastWriteTimeUtc -Minimum).Minimum -lt $newest) { 'the packages are older than src (./build.ps1 -Task Package)' }
}

Describe 'The built module' {
    It 'has the version of its manifest in every assembly of its own' {
        $module = (Resolve-Path "$PSScriptRoot/../../out/VcsaAuthGuard").Path
        $version = (Import-PowerShellDataFile "$module/VcsaAuthGuard.psd1").ModuleVersion
        $assemblies = Get-ChildItem "$module/bin" -Recurse -Filter VcsaAuthGuard*.dll
        # Module and engine, for both frameworks, and the loader.
        $assemblies.Count | Should -BeGreaterOrEqual 5
        foreach ($assembly in $assemblies) { $assembly.VersionInfo.ProductVersion | Should -Be $version -Because $assembly.FullName }
    }
}

Describe 'The manifest' {
    It 'names the time zone data that are in the module' {
        $root = (Resolve-Path "$PSScriptRoot/../..").Path
        Import-Module "$root/out/VcsaAuthGuard" -Force
        $null = New-BackupWindow Zone -Daily -At 02:00 -Duration 1h -TimeZone Europe/Berlin
        $nodaTime = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'NodaTime' })[0]
        (Get-Module VcsaAuthGuard).PrivateData.TimeZoneDataVersion | Should -Be $nodaTime.GetType('NodaTime.TimeZones.TzdbDateTimeZoneSource')::Default.VersionId
    }
}

Describe 'The packages' {
    BeforeAll {
        $root = (Resolve-Path "$PSScriptRoot/../..").Path
        $version = (Import-PowerShellDataFile "$root/VcsaAuthGuard.psd1").ModuleVersion
        Add-Type -AssemblyName System.IO.Compression.ZipFile

        function Get-Entry([string] $Name) {
            $zip = [System.IO.Compression.ZipFile]::OpenRead("$root/artifacts/package/$Name")
            try { $zip.Entries.FullName -notmatch '^(_rels/|\[Content_Types\]|package/)' | Sort-Object }
            finally { $zip.Dispose() }
        }

        function Expand-Package([string] $Name) {
            $folder = Join-Path $TestDrive ([System.IO.Path]::GetRandomFileName())
            [System.IO.Compression.ZipFile]::ExtractToDirectory("$root/artifacts/package/$Name", $folder)
            $folder
        }
    }

    Context 'The module' -ForEach @{ Why = $why } {
        BeforeEach { if ($Why) { Set-ItResult -Skipped -Because $Why } }

        It 'holds these files and no others: no reference assemblies, no stray dependency' {
            $expected = @(
                'LICENSE', 'THIRD-PARTY-NOTICES.md', 'VcsaAuthGuard.nuspec', 'VcsaAuthGuard.psd1', 'VcsaAuthGuard.psm1', 'Rules/VcsaAuthGuard.Rules.psm1'
                'VcsaAuthGuard.Format.ps1xml'
                (Get-ChildItem "$root/docs/en-US/about_*.help.txt").Name -replace '^', 'en-US/'
                'en-US/VcsaAuthGuard.dll-Help.xml'
                'bin/net8.0/VcsaAuthGuard.Loader.dll'
                foreach ($framework in 'net8.0', 'netstandard2.0') {
                    'VcsaAuthGuard', 'VcsaAuthGuard.Core', 'VcsaAuthGuard.ScriptAnalysis', 'ICSharpCode.SharpZipLib', 'NodaTime', 'Cronos', 'YamlDotNet',
                    'System.Security.Cryptography.ProtectedData', 'Renci.SshNet', 'BouncyCastle.Cryptography', 'System.Formats.Asn1',
                    'Microsoft.Extensions.Logging.Abstractions', 'Microsoft.Extensions.DependencyInjection.Abstractions' | ForEach-Object { "bin/$framework/$_.dll" }
                }
                # What .NET itself has, and the .NET Framework of Windows PowerShell has not.
                'Microsoft.Bcl.AsyncInterfaces', 'Microsoft.Bcl.TimeProvider', 'System.Buffers', 'System.IO.Pipelines', 'System.Memory',
                'System.Numerics.Vectors',
                'System.Runtime.CompilerServices.Unsafe', 'System.Text.Encodings.Web', 'System.Text.Json', 'System.Threading.Tasks.Extensions' |
                    ForEach-Object { "bin/netstandard2.0/$_.dll" }
            )
            Get-Entry "VcsaAuthGuard.$version.nupkg" | Should -Be ($expected | Sort-Object)
        }

        It 'names in THIRD-PARTY-NOTICES.md whatever library it carries' {
            $notices = [System.IO.File]::ReadAllText("$root/THIRD-PARTY-NOTICES.md")
            foreach ($library in Get-Entry "VcsaAuthGuard.$version.nupkg" | Where-Object { $_ -like '*.dll' -and $_ -notlike '*VcsaAuthGuard*' }) {
                $name = [System.IO.Path]::GetFileNameWithoutExtension($library)
                $notices | Should -Match "\b$([regex]::Escape($name))\b" -Because "$library is in the package"
            }
        }

        It 'has the metadata that PowerShellGet and PSResourceGet look for' {
            $folder = Expand-Package "VcsaAuthGuard.$version.nupkg"
            $nuspec = ([xml] [System.IO.File]::ReadAllText("$folder/VcsaAuthGuard.nuspec")).package.metadata
            $nuspec.id | Should -Be VcsaAuthGuard
            $nuspec.version | Should -Be $version
            $tags = -split $nuspec.tags
            foreach ($tag in 'PSModule', 'PSIncludes_Cmdlet', 'PSEdition_Core', 'PSEdition_Desktop', 'PSCmdlet_Get-VcsaAuthFault') { $tags | Should -Contain $tag }

            $manifest = Test-ModuleManifest "$folder/VcsaAuthGuard.psd1"
            $manifest.Version | Should -Be $version
            $manifest.CompatiblePSEditions | Should -Be 'Core', 'Desktop'
            $manifest.ExportedCmdlets.Count | Should -Be (Get-ChildItem "$root/docs/en-US/*-*.md").Count
            $manifest.ExportedFunctions.Count + $manifest.ExportedAliases.Count + $manifest.ExportedVariables.Count | Should -Be 0
        }

        It 'brings the newest section of the changelog as its release notes' {
            $folder = Expand-Package "VcsaAuthGuard.$version.nupkg"
            $notes = (Import-PowerShellDataFile "$folder/VcsaAuthGuard.psd1").PrivateData.PSData.ReleaseNotes
            $notes.Length | Should -BeGreaterThan 1000
            foreach ($line in $notes -split '\r?\n') { [System.IO.File]::ReadAllLines("$root/CHANGELOG.md") | Should -Contain $line }
            ([xml] [System.IO.File]::ReadAllText("$folder/VcsaAuthGuard.nuspec")).package.metadata.releaseNotes.Length | Should -Be $notes.Length
        }

        It 'runs in a PowerShell of its own, with its help' {
            $folder = Expand-Package "VcsaAuthGuard.$version.nupkg"
            $said = pwsh -NoProfile -NonInteractive -Command "Import-Module '$folder/VcsaAuthGuard.psd1'; @(Get-VcsaAuthFault '$root/samples').Count; (Get-Help Get-VcsaAuthFault).Synopsis; (Get-Help about_VcsaAuthGuard).Length"
            $said[0] | Should -Be 45
            $said[1] | Should -Not -Match '^\s*Get-VcsaAuthFault'
            [int] $said[2] | Should -BeGreaterThan 1000
        }
    }

    Context 'The program' -ForEach @{ Why = $why } {
        BeforeEach { if ($Why) { Set-ItResult -Skipped -Because $Why } }

        It 'is a .NET tool with these files and no others' {
            $expected = @(
                'LICENSE', 'THIRD-PARTY-NOTICES.md', 'VcsaAuthGuard.Cli.nuspec'
                'Cronos.dll', 'DotnetToolSettings.xml', 'ICSharpCode.SharpZipLib.dll', 'NodaTime.dll', 'System.CommandLine.dll',
                'System.Diagnostics.EventLog.dll', 'System.ServiceProcess.ServiceController.dll', 'YamlDotNet.dll',
                'runtimes/win/lib/net10.0/System.Diagnostics.EventLog.dll', 'runtimes/win/lib/net10.0/System.Diagnostics.EventLog.Messages.dll',
                'runtimes/win/lib/net10.0/System.ServiceProcess.ServiceController.dll',
                'OpenTelemetry.dll', 'OpenTelemetry.Api.dll', 'OpenTelemetry.Api.ProviderBuilderExtensions.dll',
                'OpenTelemetry.Exporter.OpenTelemetryProtocol.dll',
                # What OpenTelemetry uses.
                'Microsoft.Extensions.Configuration.dll', 'Microsoft.Extensions.Configuration.Abstractions.dll',
                'Microsoft.Extensions.Configuration.Binder.dll', 'Microsoft.Extensions.Configuration.EnvironmentVariables.dll',
                'Microsoft.Extensions.DependencyInjection.dll', 'Microsoft.Extensions.DependencyInjection.Abstractions.dll',
                'Microsoft.Extensions.Diagnostics.Abstractions.dll', 'Microsoft.Extensions.Logging.dll',
                'Microsoft.Extensions.Logging.Abstractions.dll', 'Microsoft.Extensions.Logging.Configuration.dll',
                'Microsoft.Extensions.Options.dll', 'Microsoft.Extensions.Options.ConfigurationExtensions.dll',
                'Microsoft.Extensions.Primitives.dll',
                'System.Security.Cryptography.ProtectedData.dll', 'VcsaAuthGuard.Core.dll', 'VcsaAuthGuard.Core.pdb', 'vcsa-authguard.deps.json',
                'vcsa-authguard.dll', 'vcsa-authguard.pdb', 'vcsa-authguard.runtimeconfig.json' | ForEach-Object { "tools/net10.0/any/$_" }
            )
            Get-Entry "VcsaAuthGuard.Cli.$version.nupkg" | Should -Be ($expected | Sort-Object)
        }

        It 'installs as a .NET tool, and finds what the module finds' {
            $config = Join-Path $TestDrive 'nuget.config'
            [System.IO.File]::WriteAllText($config, "<configuration><packageSources><clear /><add key='here' value='$root/artifacts/package' /></packageSources></configuration>")
            dotnet tool install VcsaAuthGuard.Cli --tool-path "$TestDrive/tool" --configfile $config | Out-Null
            $LASTEXITCODE | Should -Be 0
            @(& "$TestDrive/tool/vcsa-authguard" faults "$root/samples" --json 2> $null).Count | Should -Be 45
        }

        It 'is one file for linux-x64, with the licences beside it' {
            $archive = "$root/artifacts/package/vcsa-authguard-$version-linux-x64.tar.gz"
            if (-not (Test-Path $archive)) { Set-ItResult -Skipped -Because 'it was not built: this machine cannot' }
            @(tar -tzf $archive) -notmatch '/$' -replace '^.*/' | Sort-Object | Should -Be ('LICENSE', 'THIRD-PARTY-NOTICES.md', 'vcsa-authguard' | Sort-Object)
            if (-not $IsLinux) { Set-ItResult -Skipped -Because 'it runs on Linux only' }
            tar -xzf $archive -C $TestDrive
            @(& "$TestDrive/vcsa-authguard-$version-linux-x64/vcsa-authguard" faults "$root/samples" --json 2> $null).Count | Should -Be 45
        }

        It 'is one file for win-x64, with the licences beside it' {
            $archive = "vcsa-authguard-$version-win-x64.zip"
            if (-not (Test-Path "$root/artifacts/package/$archive")) { Set-ItResult -Skipped -Because 'it was not built: this machine cannot' }
            (Get-Entry $archive) -replace '^.*/' | Sort-Object | Should -Be ('LICENSE', 'THIRD-PARTY-NOTICES.md', 'vcsa-authguard.exe' | Sort-Object)
        }
    }
}
