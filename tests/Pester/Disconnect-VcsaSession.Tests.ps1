BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    . "$PSScriptRoot/Simulator.ps1"
    . "$PSScriptRoot/PowerCliStandIn.ps1"
    $class = 'VcsaAuthGuard.Commands.DisconnectVcsaSessionCommand'
    $runtimeBefore = $env:XDG_RUNTIME_DIR
    $env:XDG_RUNTIME_DIR = (New-Item -ItemType Directory "$TestDrive/runtime").FullName
    [IO.File]::SetUnixFileMode($env:XDG_RUNTIME_DIR, 'UserRead, UserWrite, UserExecute')

    function Get-TestCredential([string] $Name) { [pscredential]::new($Name, [Net.NetworkCredential]::new('', 'x').SecurePassword) }
    function Get-KeptFile { @(Get-ChildItem "$env:XDG_RUNTIME_DIR/vcsa-authguard/*.session" -ErrorAction Ignore) }
}

AfterAll {
    $env:XDG_RUNTIME_DIR = $runtimeBefore
}

Describe 'Disconnect-VcsaSession without a session' {
    It 'has nothing to do for <Name>' -ForEach @(
        @{ Name = 'a server where none is kept'; Command = { Disconnect-VcsaSession vc01.example.org -ErrorAction Stop } }
        @{ Name = '-All'; Command = { Disconnect-VcsaSession -All -ErrorAction Stop } }
    ) {
        & $Command | Should -BeNullOrEmpty
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'what is no connection'; Id = 'InputNotConnection'; Command = { 42 | Disconnect-VcsaSession -ErrorAction Stop } }
        @{ Name = 'http'; Id = 'ServerNameInvalid'; Command = { Disconnect-VcsaSession http://vc01 -ErrorAction Stop } }
        @{ Name = 'a VIServer of PowerCLI without PowerCLI'; Id = 'PowerCliDisconnectFailed'; Command = { [pscustomobject]@{ Name = 'vc01'; SessionSecret = 'x'; IsConnected = $true } | Disconnect-VcsaSession -ErrorAction Stop } }
    ) {
        $Command | Should -Throw -ErrorId "$Id,$class"
    }

    It 'removes what is damaged with -All' {
        $folder = New-Item -ItemType Directory "$env:XDG_RUNTIME_DIR/vcsa-authguard" -Force
        [IO.File]::SetUnixFileMode($folder.FullName, 'UserRead, UserWrite, UserExecute')
        Set-Content "$folder/0123.session" '{'
        [IO.File]::SetUnixFileMode("$folder/0123.session", 'UserRead, UserWrite')
        Disconnect-VcsaSession -All
        Get-KeptFile | Should -BeNullOrEmpty
    }
}

Describe 'Disconnect-VcsaSession at the vSphere simulator' {
    BeforeAll {
        if (-not $simulatorMissing) {
            $binary = Build-Simulator (New-Item -ItemType Directory "$TestDrive/vcsim").FullName
            $simulator = Open-Simulator $binary '-version', '8.0.3'
            $pin = @{ Thumbprint = $simulator.Thumbprint }
            function Get-SessionCount { @(Get-VcsaSession $simulator.Url @pin -Credential (Get-TestCredential watcher) | Where-Object { -not $_.IsCurrent }).Count }
        }
    }

    BeforeEach {
        Assert-Simulator
        if (-not $simulatorMissing) { $connections = 'svc-1', 'svc-2' | ForEach-Object { Connect-VcsaSession $simulator.Url @pin -Credential (Get-TestCredential $_) } }
    }

    AfterEach {
        Clear-PowerCliStandIn
        if (-not $simulatorMissing) { Disconnect-VcsaSession -All }
    }

    AfterAll {
        if ($simulator) { Close-Simulator $simulator }
    }

    It 'ends <Name>, at the server and here' -ForEach @(
        @{ Name = 'one by its connection'; Left = 1; Command = { Disconnect-VcsaSession $connections[0] } }
        @{ Name = 'one from the pipeline'; Left = 1; Command = { $connections[1] | Disconnect-VcsaSession } }
        @{ Name = 'those at a server'; Left = 0; Command = { Disconnect-VcsaSession $simulator.Url } }
        @{ Name = 'all'; Left = 0; Command = { Disconnect-VcsaSession -All } }
    ) {
        Get-SessionCount | Should -Be 2
        & $Command
        Get-SessionCount | Should -Be $Left
        (Get-KeptFile).Count | Should -Be $Left
    }

    It 'takes a session that is over for one that is over' {
        1..2 | ForEach-Object { $connections | Disconnect-VcsaSession -ErrorAction Stop }
        (Disconnect-VcsaSession $connections[0] -Verbose 4>&1 | Out-String) | Should -Match 'already ended'
        Get-SessionCount | Should -Be 0
    }

    It 'ends nothing with -WhatIf' {
        Disconnect-VcsaSession -All -WhatIf
        $connections | Disconnect-VcsaSession -WhatIf
        Get-SessionCount | Should -Be 2
        (Get-KeptFile).Count | Should -Be 2
    }

    It 'ends the session of PowerCLI''s connection, and PowerCLI forgets it, by <Way>' -ForEach @{ Way = 'the object'; IsPiped = $true }, @{ Way = 'the name'; IsPiped = $false } {
        Add-PowerCliStandIn
        $server = Connect-VcsaSession $simulator.Url @pin -Credential (Get-TestCredential svc-1)
        if ($IsPiped) { $server | Disconnect-VcsaSession } else { Disconnect-VcsaSession $simulator.Url }
        $server.IsConnected | Should -BeFalse
        Get-SessionCount | Should -Be ($IsPiped ? 1 : 0)
    }

    It 'shows no secret in any stream' {
        $secrets = Get-KeptFile | Get-Content -Raw | ConvertFrom-Json | ForEach-Object secret
        $text = Disconnect-VcsaSession -All -Verbose -Debug *>&1 | Out-String -Width 500
        $text | Should -Match 'logged out'
        foreach ($secret in $secrets) { $text | Should -Not -Match ([regex]::Escape($secret)) }
    }
}
