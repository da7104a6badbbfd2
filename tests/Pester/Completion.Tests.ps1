BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot '../../out/VcsaAuthGuard') -Force
    $withServer = @((Get-Module VcsaAuthGuard).ExportedCommands.Values | Where-Object { $_.Parameters.ContainsKey('Server') } | ForEach-Object { @{ Command = $_.Name } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/VcsaAuthGuard') -Force
    $runtime = $env:XDG_RUNTIME_DIR
    $env:XDG_RUNTIME_DIR = (New-Item -ItemType Directory (Join-Path $TestDrive 'runtime')).FullName
    if (-not $IsWindows) { chmod 700 $env:XDG_RUNTIME_DIR }

    function Get-Completion([string] $Text) { @((TabExpansion2 $Text).CompletionMatches.CompletionText) }
}

AfterAll {
    $env:XDG_RUNTIME_DIR = $runtime
    Remove-Variable DefaultVIServers -Scope Global -ErrorAction Ignore
}

Describe 'Completion' {
    It 'offers <Command> -Server the connections of PowerCLI' -ForEach $withServer {
        Set-Variable DefaultVIServers -Scope Global -Value @(
            [pscustomobject]@{ Name = 'vc02.example.org'; Port = 443; IsConnected = $true; SessionSecret = 'x' }
            [pscustomobject]@{ Name = 'vc01.example.org'; Port = 8443; IsConnected = $true; SessionSecret = 'x' }
            [pscustomobject]@{ Name = 'vc03.example.org'; Port = 443; IsConnected = $false; SessionSecret = 'x' }
        )
        Get-Completion "$Command -Server VC" | Should -Be 'vc01.example.org:8443', 'vc02.example.org'
        Get-Completion "$Command -Server vc02" | Should -Be 'vc02.example.org'
    }

    It 'offers one connection that is not in an array, and none where there is none' {
        Set-Variable DefaultVIServers -Scope Global -Value ([pscustomobject]@{ Name = 'vc02.example.org'; Port = 443; IsConnected = $true; SessionSecret = 'x' })
        Get-Completion 'Get-VcsaSession -Server vc' | Should -Be 'vc02.example.org'
        Set-Variable DefaultVIServers -Scope Global -Value $null
        # PowerShell itself goes on with names of files, which none here has.
        Get-Completion 'Get-VcsaSession -Server vc0' | Should -BeNullOrEmpty
    }

    It 'offers the kinds of faults' {
        Get-Completion 'Get-VcsaAuthFault -Kind ' | Should -Be 'All', 'ConnectionLimit', 'GatewayFailure', 'LoginRefused', 'NotAuthenticated', 'SessionLimit'
    }
}
