BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    . "$PSScriptRoot/Simulator.ps1"
    . "$PSScriptRoot/PowerCliStandIn.ps1"
    $class = 'VcsaAuthGuard.Commands.ConnectVcsaSessionCommand'
    $hidden = 'Pa55-s3cr3t'

    function Get-TestCredential([string] $Name, [string] $Text = $hidden) {
        [pscredential]::new($Name, [Net.NetworkCredential]::new('', $Text).SecurePassword)
    }

    # All that a command writes, whatever the stream, and what it leaves in $Error.
    function Get-AllText([scriptblock] $Block) {
        $ErrorActionPreference = 'Continue'
        $global:Error.Clear()
        $texts = foreach ($item in & $Block *>&1) {
            $item | Out-String -Width 500
            $item | Format-List * -Force | Out-String -Width 500
            if ($item -is [System.Management.Automation.ErrorRecord]) { $item | Get-Error | Out-String -Width 500 }
        }
        $left = foreach ($item in $global:Error) {
            $item | Get-Error | Out-String -Width 500
            $item.InvocationInfo.BoundParameters.Values | Out-String
        }
        @($texts) + @($left) -join "`n"
    }

    # Where the sessions of this test are kept, for this process and those it starts.
    function Initialize-RuntimeFolder {
        $folder = (New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())").FullName
        [IO.File]::SetUnixFileMode($folder, 'UserRead, UserWrite, UserExecute')
        $env:XDG_RUNTIME_DIR = $folder
        $folder
    }

    function Get-KeptSecret { (Get-ChildItem "$env:XDG_RUNTIME_DIR/vcsa-authguard/*.session" | Get-Content -Raw | ConvertFrom-Json).secret }

    $runtimeBefore = $env:XDG_RUNTIME_DIR
}

AfterAll {
    $env:XDG_RUNTIME_DIR = $runtimeBefore
}

Describe 'Connect-VcsaSession refuses' {
    It '<Name>' -ForEach @(
        @{ Name = 'http'; Id = 'ServerNameInvalid'; Command = { Connect-VcsaSession http://vc01.example.org -Credential (Get-TestCredential a) -ErrorAction Stop } }
        @{ Name = 'a SHA-1 thumbprint'; Id = 'ThumbprintInvalid'; Command = { Connect-VcsaSession vc01 -Credential (Get-TestCredential a) -Thumbprint ('ab' * 20) } }
        @{ Name = 'a pin and no check at once'; Id = 'ParametersExclude'; Command = { Connect-VcsaSession vc01 -Credential (Get-TestCredential a) -Thumbprint ('ab' * 32) -SkipCertificateCheck } }
        @{ Name = 'an age of what is not kept'; Id = 'ParametersExclude'; Command = { Connect-VcsaSession vc01 -Credential (Get-TestCredential a) -NoKeep -MaxAge 01:00:00 } }
        @{ Name = 'an age of nothing'; Id = 'ParameterOutOfRange'; Command = { Connect-VcsaSession vc01 -Credential (Get-TestCredential a) -MaxAge 00:00:00 } }
        @{ Name = 'a server that is not there'; Id = 'ServerUnreachable'; Command = { Initialize-RuntimeFolder; Connect-VcsaSession 127.0.0.1:1 -Credential (Get-TestCredential a) -ErrorAction Stop } }
    ) {
        $Command | Should -Throw -ErrorId "$Id,$class"
    }

    It 'a folder that others may look into' {
        $folder = New-Item -ItemType Directory "$(Initialize-RuntimeFolder)/vcsa-authguard"
        [IO.File]::SetUnixFileMode($folder.FullName, 'UserRead, UserWrite, UserExecute, GroupRead')
        { Connect-VcsaSession 127.0.0.1:1 -Credential (Get-TestCredential a) -ErrorAction Stop } | Should -Throw -ErrorId "SessionStoreUnsafe,$class" -ExpectedMessage '*0740*'
    }

    It 'a runtime folder that others may write to' {
        [IO.File]::SetUnixFileMode((Initialize-RuntimeFolder), 'UserRead, UserWrite, UserExecute, OtherRead, OtherWrite, OtherExecute')
        { Connect-VcsaSession 127.0.0.1:1 -Credential (Get-TestCredential a) -ErrorAction Stop } | Should -Throw -ErrorId "SessionStoreUnsafe,$class"
    }

    It 'nothing with -WhatIf, and talks to nobody' {
        $folder = Initialize-RuntimeFolder
        Connect-VcsaSession 127.0.0.1:1 -Credential (Get-TestCredential a) -WhatIf -ErrorAction Stop | Should -BeNullOrEmpty
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }
}

Describe 'Connect-VcsaSession at the vSphere simulator' {
    BeforeAll {
        if (-not $simulatorMissing) {
            $binary = Build-Simulator (New-Item -ItemType Directory "$TestDrive/vcsim").FullName
            $simulator = Open-Simulator $binary '-version', '8.0.3', '-user', 'svc@vsphere.local', '-password', $hidden
            $credential = Get-TestCredential svc@vsphere.local
            $at = @{ Credential = $credential; Thumbprint = $simulator.Thumbprint }

            # How many sessions the simulator itself lists, without the one that asks.
            function Get-SessionCount { @(Get-VcsaSession $simulator.Url @at | Where-Object { -not $_.IsCurrent }).Count }
        }
    }

    BeforeEach {
        Assert-Simulator
        if (-not $simulatorMissing) { Initialize-RuntimeFolder | Out-Null }
    }

    AfterEach {
        Clear-PowerCliStandIn
        if (-not $simulatorMissing) { Disconnect-VcsaSession -All }
    }

    AfterAll {
        if ($simulator) { Close-Simulator $simulator }
    }

    It 'logs in once, and gives the session again, here and in another process' {
        $first = Connect-VcsaSession $simulator.Url @at
        $second = $simulator.Url | Connect-VcsaSession @at
        $first.IsReused, $second.IsReused | Should -Be $false, $true
        $second.Server, $second.Port, $second.User, $second.Version, $second.Thumbprint | Should -Be '127.0.0.1', ([uri]$simulator.Url).Port, 'svc@vsphere.local', '8.0.3', $simulator.Thumbprint
        $second.LoginTime | Should -Be $first.LoginTime

        # That process has no password at all.
        $code = "Import-Module '$root/out/VcsaAuthGuard'; (Connect-VcsaSession '$($simulator.Url)' -Thumbprint '$($simulator.Thumbprint)' -Credential ([pscredential]::new('svc@vsphere.local', [securestring]::new()))).IsReused"
        pwsh -NoProfile -NonInteractive -Command $code | Should -Be 'True'
        Get-SessionCount | Should -Be 1
    }

    It 'gives a connection that Get-VcsaSession uses, <Way>' -ForEach @{ Way = 'as an argument'; IsPiped = $false }, @{ Way = 'from the pipeline'; IsPiped = $true } {
        $connection = Connect-VcsaSession $simulator.Url @at
        $sessions = @(if ($IsPiped) { $connection | Get-VcsaSession } else { Get-VcsaSession $connection })
        $sessions.Count | Should -Be 1
        $sessions[0].IsCurrent | Should -BeTrue
    }

    It 'keeps nothing with -NoKeep' {
        $own = Connect-VcsaSession $simulator.Url @at -NoKeep
        Get-ChildItem "$env:XDG_RUNTIME_DIR/vcsa-authguard/*.session" -ErrorAction Ignore | Should -BeNullOrEmpty
        (Connect-VcsaSession $simulator.Url @at).IsReused | Should -BeFalse
        $own | Disconnect-VcsaSession
    }

    It 'replaces what is older than -MaxAge' {
        Connect-VcsaSession $simulator.Url @at | Out-Null
        (Connect-VcsaSession $simulator.Url @at -MaxAge 01:00:00).IsReused | Should -BeTrue
        (Connect-VcsaSession $simulator.Url @at -MaxAge ([timespan]::FromTicks(1))).IsReused | Should -BeFalse
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a wrong password'; Id = 'LoginRefused'; Command = { Connect-VcsaSession $simulator.Url -Credential (Get-TestCredential svc@vsphere.local wrong) -Thumbprint $simulator.Thumbprint -ErrorAction Stop } }
        @{ Name = 'a certificate nobody trusts'; Id = 'CertificateNotTrusted'; Command = { Connect-VcsaSession $simulator.Url -Credential $credential -ErrorAction Stop } }
    ) {
        $Command | Should -Throw -ErrorId "$Id,$class"
    }

    It 'gives PowerCLI''s own connection where PowerCLI is' {
        Add-PowerCliStandIn
        $before = Get-SessionCount
        $server = Connect-VcsaSession $simulator.Url @at
        $server.PSObject.TypeNames[0] | Should -Be 'VMware.VimAutomation.ViCore.Impl.V1.VIServerImpl'
        $server.Name, $server.Port | Should -Be '127.0.0.1', ([uri]$simulator.Url).Port
        (Get-Variable DefaultVIServers -Scope Global -ValueOnly).Count | Should -Be 1
        $server.SessionSecret | Should -Be (Get-KeptSecret)
        Connect-VcsaSession $simulator.Url @at | Out-Null
        Get-SessionCount | Should -Be ($before + 1)
        @(Get-VcsaSession -Thumbprint $simulator.Thumbprint | Where-Object IsCurrent).Count | Should -Be 1
    }

    It 'says so when PowerCLI does not take the session (<Way>), and leaves no trace of the secret' -ForEach @{ Way = 'error' }, @{ Way = 'throw' }, @{ Way = 'stop' } {
        Add-PowerCliStandIn
        Set-Variable PowerCliRefuses $Way -Scope Global
        $transcript = "$TestDrive/refused-$Way.txt"
        Start-Transcript $transcript | Out-Null
        try {
            $text = Get-AllText { Connect-VcsaSession $simulator.Url @at -Verbose -WarningVariable warnings }
        }
        finally {
            Stop-Transcript | Out-Null
        }
        # What ends a command PowerShell itself writes into a transcript, before anybody can read it over.
        $transcribed = Get-Content $transcript | Where-Object { $Way -ne 'stop' -or $_ -notmatch '^PS>TerminatingError\(Connect-VIServer\): "Could not connect' } | Out-String
        $secret = (Get-KeptSecret).Trim('"')
        $text | Should -Match 'PowerCliConnectFailed'
        $text | Should -Match 'repeats the session'
        ($text, "$warnings", $transcribed -join "`n").Contains($secret) | Should -BeFalse

        # A session that nobody else has is ended then.
        $before = Get-SessionCount
        Connect-VcsaSession $simulator.Url @at -NoKeep -ErrorAction SilentlyContinue
        Get-SessionCount | Should -Be $before
    }

    It 'says no secret in any stream, view, export, transcript, or history' {
        $transcript = "$TestDrive/transcript.txt"
        Start-Transcript $transcript | Out-Null
        try {
            $text = Get-AllText {
                Connect-VcsaSession $simulator.Url @at -Verbose -Debug
                Connect-VcsaSession $simulator.Url @at -Verbose -Debug
                Connect-VcsaSession $simulator.Url -Credential (Get-TestCredential svc@vsphere.local "$hidden-wrong") -Thumbprint $simulator.Thumbprint -MaxAge ([timespan]::FromTicks(1)) -Verbose -Debug
            }
        }
        finally {
            Stop-Transcript | Out-Null
        }
        $connection = Connect-VcsaSession $simulator.Url @at
        $connection | Export-Clixml "$TestDrive/connection.xml"
        $all = $text, (Get-Content -Raw $transcript), (Get-Content -Raw "$TestDrive/connection.xml"), ($connection | ConvertTo-Json -Depth 5), ($connection | Format-Custom | Out-String), ($connection | Get-Member | Out-String), (Get-History | Out-String) -join "`n"
        $secret = Get-KeptSecret
        $secret | Should -Not -BeNullOrEmpty
        $all | Should -Match 'using the stored session of svc@vsphere.local'
        $all | Should -Match 'LoginRefused'
        $all | Should -Not -Match ([regex]::Escape($secret))
        $all | Should -Not -Match $hidden
    }

    It 'says no secret in a transcript when it hands the session to PowerCLI' {
        Add-PowerCliStandIn
        $transcript = "$TestDrive/powercli.txt"
        Start-Transcript $transcript | Out-Null
        try {
            $server = Connect-VcsaSession $simulator.Url @at -Verbose -Debug 4>&1 5>&1
        }
        finally {
            Stop-Transcript | Out-Null
        }
        $secret = Get-KeptSecret
        ($server | Where-Object { $_ -is [System.Management.Automation.InformationalRecord] } | Out-String) + (Get-Content -Raw $transcript) + (Get-History | Out-String) | Should -Not -Match ([regex]::Escape($secret))
    }

    It 'shows a table that fits 120 columns' {
        $text = Connect-VcsaSession $simulator.Url @at | Out-String -Width 120
        ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        $text | Should -Match 'svc@vsphere.local'
    }
}
