BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    . "$PSScriptRoot/Simulator.ps1"
    $class = 'VcsaAuthGuard.Commands.StopVcsaSessionCommand'
    $quiet = @{ Confirm = $false; WarningAction = 'SilentlyContinue' }

    function Get-TestCredential([string] $Name, [string] $Text = 'pass') {
        [pscredential]::new($Name, [Net.NetworkCredential]::new('', $Text).SecurePassword)
    }

    # Logs in as another program does, and leaves the session there.
    function Open-TestSession([string] $User, [string] $Agent, [int] $Count = 1) {
        $body = "<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><Login xmlns='urn:vim25'><_this type='SessionManager'>SessionManager</_this><userName>$User</userName><password>x</password></Login></Body></Envelope>"
        foreach ($i in 1..$Count) {
            (Invoke-RestMethod $simulator.Url -Method Post -Body $body -SkipCertificateCheck -UserAgent $Agent).Envelope.Body.LoginResponse.returnval.key
        }
    }

    function Get-TestSession([string] $User) { @(Get-VcsaSession $simulator.Url @live -UserName $User) }
}

Describe 'Stop-VcsaSession refuses' {
    It '<Name>' -ForEach @(
        @{ Name = 'to end every session there is'; Id = 'FilterNeeded'; Command = { Stop-VcsaSession vc01.example.org -Confirm:$false } }
        @{ Name = 'what is no session'; Id = 'InputNotSession'; Command = { 42 | Stop-VcsaSession -Confirm:$false -ErrorAction Stop } }
        @{ Name = 'a session of nowhere'; Id = 'SessionWithoutServer'; Command = { [pscustomobject]@{ Key = '1'; UserName = 'a'; LoginTime = [datetime]::UtcNow } | Stop-VcsaSession -Confirm:$false -ErrorAction Stop } }
        @{ Name = 'a session of another server'; Id = 'SessionOfOtherServer'; Command = { [pscustomobject]@{ Key = '1'; UserName = 'a'; LoginTime = [datetime]::UtcNow; Server = 'vc02' } | Stop-VcsaSession vc01 -Credential (Get-TestCredential a) -Confirm:$false -ErrorAction Stop } }
        @{ Name = 'a server without session or credential'; Id = 'NoSession'; Command = { Stop-VcsaSession vc01.example.org -UserName a -Confirm:$false -ErrorAction Stop } }
    ) {
        $Command | Should -Throw -ErrorId "$Id,$class"
    }
}

Describe 'Stop-VcsaSession at the vSphere simulator' {
    BeforeAll {
        if (-not $simulatorMissing) {
            $binary = Build-Simulator (New-Item -ItemType Directory "$TestDrive/vcsim").FullName
            $simulator = Open-Simulator $binary '-version', '8.0.3'
            $live = @{ Credential = Get-TestCredential operator@vsphere.local; Thumbprint = $simulator.Thumbprint }
        }
    }

    BeforeEach {
        Assert-Simulator
    }

    AfterAll {
        if ($simulator) { Close-Simulator $simulator }
    }

    It 'ends sessions by user and agent, and no others' {
        Open-TestSession 'CORP\svc-leak' leaky/1 4 | Out-Null
        Open-TestSession 'CORP\svc-leak' other/1 | Out-Null
        Open-TestSession 'CORP\svc-backup' leaky/1 | Out-Null
        $summary = Stop-VcsaSession $simulator.Url @live @quiet -UserName *svc-leak -UserAgent leaky*
        $summary.Ended, $summary.Kept, $summary.Failed, $summary.NotTried | Should -Be 4, 0, 0, 0
        "$summary" | Should -BeLike '127.0.0.1: 7 sessions, 4 ended.'
        (Get-TestSession 'CORP\svc-leak').UserAgent | Should -Be 'other/1'
        @(Get-TestSession 'CORP\svc-backup').Count | Should -Be 1
        Stop-VcsaSession $simulator.Url @live @quiet -UserName CORP\* | Out-Null
    }

    It 'ends piped sessions, and counts one that has ended meanwhile' {
        $keys = Open-TestSession piped agent/1 3
        $sessions = Get-TestSession piped
        Stop-VcsaSession $simulator.Url @live @quiet -Key $keys[0] | Out-Null
        $summary = $sessions | Stop-VcsaSession -Server $simulator.Url @live @quiet
        $summary.Ended, $summary.AlreadyEnded, $summary.Failed | Should -Be 2, 1, 0
        ($summary.Sessions | Where-Object Outcome -eq AlreadyEnded).Session.Key | Should -Be $keys[0]
        Get-TestSession piped | Should -BeNullOrEmpty
    }

    It 'never ends its own session or those of services' {
        foreach ($user in 'VSPHERE.LOCAL\vpxd-extension-0a1b', 'vsphere-webclient-0a1b@vsphere.local', 'com.vmware.vim.eam', 'CORP\BACKUP01$', 'machine-0a1b') {
            Open-TestSession $user service/1 | Out-Null
        }
        $key = Open-TestSession mortal agent/1
        $summary = Stop-VcsaSession $simulator.Url @live @quiet -UserName *
        $summary.Ended, $summary.Kept | Should -Be 1, 6
        ($summary.Sessions | Where-Object Outcome -eq Ended).Session.Key | Should -Be $key
        ($summary.Sessions | Where-Object Outcome -eq Kept).Reason | Should -Not -Contain $null
        ($summary.Sessions | Where-Object Reason -Like '*this command uses*').Session.UserName | Should -Be 'operator@vsphere.local'

        # Named by its key one of them ends, the others stay.
        $named = (Get-TestSession com.vmware.*).Key
        (Stop-VcsaSession $simulator.Url @live @quiet -Key $named).Ended | Should -Be 1
        @(Get-VcsaSession $simulator.Url @live -UserAgent service/1).Count | Should -Be 4
        Stop-VcsaSession $simulator.Url @live @quiet -Key (Get-VcsaSession $simulator.Url @live -UserAgent service/1).Key | Out-Null
    }

    It 'ends nothing above its ceiling' {
        Open-TestSession many agent/1 5 | Out-Null
        $summary = Stop-VcsaSession $simulator.Url @live @quiet -UserName many -MaxCount 4 -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -Be "TooManySessions,$class"
        $summary.Ended, $summary.NotTried | Should -Be 0, 5
        @(Get-TestSession many).Count | Should -Be 5
    }

    It 'says with -WhatIf what it would end, and ends nothing' {
        $transcript = "$TestDrive/whatif.txt"
        Start-Transcript $transcript | Out-Null
        try { $summary = Stop-VcsaSession $simulator.Url @live -UserName many -WhatIf } finally { Stop-Transcript | Out-Null }
        @(Get-Content $transcript | Where-Object { $_ -match 'End session.*many .127.0.0.1.*agent/1.*key ' }).Count | Should -Be 5
        $summary.NotTried | Should -Be 5
        @(Get-TestSession many).Count | Should -Be 5
    }

    It 'leaves sessions that are not idle for long enough' {
        (Stop-VcsaSession $simulator.Url @live @quiet -UserName many -IdleOver 01:00:00).Ended | Should -Be 0
        (Stop-VcsaSession $simulator.Url @live @quiet -UserName many -IdleOver 00:00:00).Ended | Should -Be 5
    }

    It 'leaves no session of its own behind' {
        $sessions = @(Get-VcsaSession $simulator.Url @live)
        @($sessions | Where-Object { $_.UserAgent -like 'VcsaAuthGuard/*' -and -not $_.IsCurrent }) | Should -BeNullOrEmpty
    }

    It 'uses the session of Connect-VcsaSession, by name' {
        $before = $env:XDG_RUNTIME_DIR
        $folder = (New-Item -ItemType Directory "$TestDrive/runtime").FullName
        [IO.File]::SetUnixFileMode($folder, 'UserRead, UserWrite, UserExecute')
        $env:XDG_RUNTIME_DIR = $folder
        try {
            $connection = Connect-VcsaSession $simulator.Url @live
            $own = @(Get-VcsaSession 127.0.0.1 | Where-Object IsCurrent)
            $own.UserName | Should -Be $connection.User
            @(Get-VcsaSession | Where-Object IsCurrent).Key | Should -Be $own.Key
            Open-TestSession kept agent/1 | Out-Null
            (Stop-VcsaSession 127.0.0.1 -UserName kept @quiet).Ended | Should -Be 1
            (Get-VcsaSession 127.0.0.1 | Where-Object IsCurrent).Key | Should -Be $own.Key
            ([System.Management.Automation.CommandCompletion]::CompleteInput('Get-VcsaSession 127', 19, @{})).CompletionMatches.CompletionText | Should -Contain "127.0.0.1:$($connection.Port)"
            Disconnect-VcsaSession $connection -Confirm:$false
            { Get-VcsaSession 127.0.0.1 -ErrorAction Stop } | Should -Throw -ErrorId 'NoSession,*'
        }
        finally {
            $env:XDG_RUNTIME_DIR = $before
        }
    }
}
