BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    . "$PSScriptRoot/Simulator.ps1"
    $class = 'VcsaAuthGuard.Commands.GetVcsaSessionCommand'

    # An error shows the line it is from: no secret stands in one.
    $hidden = 'Pa55-s3cr3t'

    function Get-TestCredential([string] $Name, [string] $Text) {
        [pscredential]::new($Name, [Net.NetworkCredential]::new('', $Text).SecurePassword)
    }

    # All that a command writes, whatever the stream.
    function Get-AllText([scriptblock] $Block) {
        $ErrorActionPreference = 'Continue'
        $texts = foreach ($item in & $Block *>&1) {
            $item | Out-String -Width 500
            if ($item -is [System.Management.Automation.ErrorRecord]) { $item | Get-Error | Out-String -Width 500 }
        }
        $texts -join "`n"
    }

    # What PowerCLI's Get-View gives of a session, as far as this module looks at it. Synthetic.
    function Get-TestSession([string] $User, [string] $Address, [double] $IdleMinutes = 1) {
        [pscustomobject]@{
            key = [guid]::NewGuid().ToString(); userName = $User; ipAddress = $Address; userAgent = 'agent/1'; callCount = 3; extensionSession = $false
            loginTime = [datetime]::UtcNow.AddHours(-2); lastActiveTime = [datetime]::UtcNow.AddMinutes(-$IdleMinutes)
        }
    }
}

Describe 'Get-VcsaSession from UserSession objects' {
    It 'takes them with properties in <Case>' -ForEach @{ Case = 'camelCase'; IsCamel = $true }, @{ Case = 'PascalCase'; IsCamel = $false } {
        $values = [ordered]@{ key = '52ab'; userName = 'VSPHERE.LOCAL\backup'; ipAddress = '192.0.2.7'; userAgent = 'agent/1'; loginTime = [datetime]'2026-02-11T02:00:00'; lastActiveTime = '2026-02-11T03:00:00+01:00'; callCount = '12'; extensionSession = $true }
        $item = [pscustomobject]@{}
        foreach ($name in $values.Keys) { $item | Add-Member $(if ($IsCamel) { $name } else { $name.Substring(0, 1).ToUpperInvariant() + $name.Substring(1) }) $values[$name] }
        $session = $item | Get-VcsaSession
        $session.Key, $session.UserName, $session.IpAddress, $session.UserAgent | Should -Be '52ab', 'VSPHERE.LOCAL\backup', '192.0.2.7', 'agent/1'
        $session.LoginTime, $session.LastActiveTime | Should -Be @([DateTimeOffset]'2026-02-11T02:00:00Z', [DateTimeOffset]'2026-02-11T02:00:00Z')
        $session.CallCount | Should -Be 12
        $session.IsExtension | Should -BeTrue
        $session.IsCurrent | Should -BeNullOrEmpty
        $session.Idle | Should -Be $session.Age
    }

    It 'has no idle time below zero, though the clock here be slow' {
        (Get-TestSession admin 192.0.2.9 -IdleMinutes -30 | Get-VcsaSession).Idle | Should -Be ([timespan]::Zero)
    }

    It 'filters by user, address and idle time' {
        $sessions = (Get-TestSession 'D\backup' 192.0.2.1 -IdleMinutes 50), (Get-TestSession 'D\backup' 192.0.3.1), (Get-TestSession 'D\admin' 192.0.2.2 -IdleMinutes 50)
        ($sessions | Get-VcsaSession -UserName *BACKUP).Count | Should -Be 2
        ($sessions | Get-VcsaSession -IpAddress 192.0.2.*).Count | Should -Be 2
        ($sessions | Get-VcsaSession -IdleOver 00:30:00).Count | Should -Be 2
        ($sessions | Get-VcsaSession -UserName *backup, nobody -IdleOver 00:30:00).IpAddress | Should -Be '192.0.2.1'
    }

    It 'says how many sessions -IdleOver could not judge' {
        [pscustomobject]@{ Key = '1'; UserName = 'a'; LoginTime = [datetime]::UtcNow } | Get-VcsaSession -IdleOver 00:30:00 -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '1 sessions have no time*'
    }

    It 'sums up against the limit of version <Version>' -ForEach @(
        @{ Version = '7.0.3'; Limit = 2000; Percent = 0.15 }
        @{ Version = '8.0.2'; Limit = 2000; Percent = 0.15 }
        @{ Version = '8.0.3'; Limit = 3000; Percent = 0.1 }
    ) {
        $summary = (Get-TestSession a 192.0.2.1 -IdleMinutes 50), (Get-TestSession a 192.0.2.1), (Get-TestSession b 192.0.2.1) | Get-VcsaSession -Summary -Version $Version
        $summary.Total, $summary.Limit, $summary.IdleOver30Minutes | Should -Be 3, $Limit, 1
        [math]::Round($summary.PercentOfLimit, 9) | Should -Be $Percent
        $summary.LimitSource | Should -BeLike '*KB 375546*'
        $summary.Clients.Sessions | Should -Be 2, 1
        $summary.Clients[0].CallCount | Should -Be 6
    }

    It 'has no limit where the version is not known' {
        $summary = Get-TestSession a 192.0.2.1 | Get-VcsaSession -Summary
        $summary.Limit | Should -BeNullOrEmpty
        $summary.PercentOfLimit | Should -BeNullOrEmpty
        $summary.LimitSource | Should -BeLike '*version*not known*'
    }
}

Describe 'Get-VcsaSession refuses' {
    It '<Name>' -ForEach @(
        @{ Name = 'what is no session'; Id = 'InputNotSession'; Command = { 42 | Get-VcsaSession -ErrorAction Stop } }
        @{ Name = 'http'; Id = 'ServerNameInvalid'; Command = { Get-VcsaSession http://vc01.example.org -ErrorAction Stop } }
        @{ Name = 'a name without session or credential'; Id = 'NoSession'; Command = { Get-VcsaSession vc01.example.org -ErrorAction Stop } }
        @{ Name = 'nothing at all'; Id = 'NoServer'; Command = { Get-VcsaSession } }
        @{ Name = 'a connection that is closed'; Id = 'NoSession'; Command = { [pscustomobject]@{ Name = 'vc01'; SessionSecret = 'x'; IsConnected = $false } | Get-VcsaSession -ErrorAction Stop } }
        @{ Name = 'a SHA-1 thumbprint'; Id = 'ThumbprintInvalid'; Command = { Get-VcsaSession vc01 -Thumbprint ('ab' * 20) } }
        @{ Name = 'a pin and no check at once'; Id = 'ParametersExclude'; Command = { Get-VcsaSession vc01 -Thumbprint ('ab' * 32) -SkipCertificateCheck } }
    ) {
        $Command | Should -Throw -ErrorId "$Id,$class"
    }

    It 'an input with a secret without repeating it' {
        $text = Get-AllText {
            Get-VcsaSession "root:$hidden@vc01", "https://vc01/sdk?session=$hidden"
            [pscustomobject]@{ Name = 'vc01'; SessionSecret = $hidden; IsConnected = $false } | Get-VcsaSession
            [pscustomobject]@{ SessionSecret = $hidden } | Get-VcsaSession
        }
        $text | Should -Match 'InputNotSession'
        $text | Should -Not -Match $hidden
    }
}

Describe 'Get-VcsaSession from the vSphere simulator' {
    BeforeAll {
        if (-not $simulatorMissing) {
            $binary = Build-Simulator (New-Item -ItemType Directory "$TestDrive/vcsim").FullName
            $simulator = Open-Simulator $binary '-version', '8.0.3', '-user', 'operator@vsphere.local', '-password', $hidden
            $credential = Get-TestCredential operator@vsphere.local $hidden
            $live = @{ Credential = $credential; Thumbprint = $simulator.Thumbprint }

            # The session that PowerCLI would have; in the simulator a session's key is its secret.
            $body = "<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><Login xmlns='urn:vim25'><_this type='SessionManager'>SessionManager</_this><userName>operator@vsphere.local</userName><password>$hidden</password></Login></Body></Envelope>"
            $login = Invoke-RestMethod $simulator.Url -Method Post -Body $body -SkipCertificateCheck -UserAgent PowerCLI-stand-in
            $secret = $login.Envelope.Body.LoginResponse.returnval.key
            $viServer = [pscustomobject]@{ Name = '127.0.0.1'; Port = ([uri]$simulator.Url).Port; IsConnected = $true; SessionId = 'another-id'; SessionSecret = $secret; Version = '8.0.3'; Build = '1' }
        }
    }

    BeforeEach {
        Assert-Simulator
    }

    AfterAll {
        if ($simulator) { Close-Simulator $simulator }
    }

    It 'logs in, lists, and is gone afterwards' {
        1..2 | ForEach-Object {
            $sessions = @(Get-VcsaSession $simulator.Url @live)
            $sessions.Count | Should -Be 2
            $own = $sessions | Where-Object IsCurrent
            $own.UserName | Should -Be 'operator@vsphere.local'
            $own.UserAgent | Should -BeLike 'VcsaAuthGuard/*'
            $own.Server | Should -Be '127.0.0.1'
        }
    }

    It 'uses the session of <Way>: no second login, no logout' -ForEach @(
        @{ Way = 'a VIServer argument'; Command = { Get-VcsaSession $viServer -Thumbprint $simulator.Thumbprint } }
        @{ Way = 'a VIServer on the pipeline'; Command = { $viServer | Get-VcsaSession -Thumbprint $simulator.Thumbprint } }
        @{ Way = 'a name that PowerCLI is connected to'; Command = { Get-VcsaSession 127.0.0.1 -Thumbprint $simulator.Thumbprint } }
        @{ Way = 'all that PowerCLI is connected to'; Command = { Get-VcsaSession -Thumbprint $simulator.Thumbprint } }
    ) {
        Set-Variable DefaultVIServers @($viServer) -Scope Global
        try {
            1..2 | ForEach-Object {
                $sessions = @(& $Command)
                $sessions.Count | Should -Be 1
                $sessions[0].Key | Should -Be $secret
                $sessions[0].IsCurrent | Should -BeTrue
            }
        }
        finally {
            Remove-Variable DefaultVIServers -Scope Global
        }
    }

    It 'goes on when one of several servers fails' {
        $sessions = '127.0.0.1:1', $simulator.Url, 'http://vc01' | Get-VcsaSession @live -ErrorVariable failures -ErrorAction SilentlyContinue
        $sessions.Count | Should -Be 2
        $failures.FullyQualifiedErrorId | Should -Be "ServerUnreachable,$class", "ServerNameInvalid,$class"
    }

    It 'sums up a live server by its own version' {
        $summary = Get-VcsaSession $simulator.Url @live -Summary -UserName operator*
        $summary.Server, $summary.Version, $summary.Total, $summary.Limit | Should -Be '127.0.0.1', '8.0.3', 2, 3000
        ($summary.Clients | Measure-Object Sessions -Sum).Sum | Should -Be 2
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a certificate nobody trusts'; Id = 'CertificateNotTrusted'; Command = { Get-VcsaSession $simulator.Url -Credential $credential -ErrorAction Stop } }
        @{ Name = 'a certificate that is not the pinned one'; Id = 'ThumbprintMismatch'; Command = { Get-VcsaSession $simulator.Url -Credential $credential -Thumbprint ('ab' * 32) -ErrorAction Stop } }
        @{ Name = 'a wrong password'; Id = 'LoginRefused'; Command = { Get-VcsaSession $simulator.Url -Credential (Get-TestCredential operator@vsphere.local wrong) -Thumbprint $simulator.Thumbprint -ErrorAction Stop } }
        @{ Name = 'a session that is over'; Id = 'NotAuthenticated'; Command = { [pscustomobject]@{ Name = '127.0.0.1'; ServiceUri = $simulator.Url; SessionSecret = 'over' } | Get-VcsaSession -Thumbprint $simulator.Thumbprint -ErrorAction Stop } }
    ) {
        $Command | Should -Throw -ErrorId "$Id,$class"
    }

    It 'tells of an untrusted certificate what to compare and both ways out' {
        Get-VcsaSession $simulator.Url -Credential $credential -ErrorVariable failure -ErrorAction SilentlyContinue
        "$failure" | Should -Match $simulator.Thumbprint
        $failure[0].ErrorDetails.RecommendedAction | Should -Match "-Thumbprint $($simulator.Thumbprint).*-SkipCertificateCheck"
    }

    It 'warns when it skips the check' {
        @(Get-VcsaSession $simulator.Url -Credential $credential -SkipCertificateCheck -WarningVariable warnings -WarningAction SilentlyContinue).Count | Should -Be 2
        "$warnings" | Should -BeLike '*certificate is not checked*'
    }

    It 'says no secret in any stream' {
        $text = Get-AllText {
            $arguments = @{ Thumbprint = $simulator.Thumbprint; Verbose = $true; Debug = $true; Summary = $true }
            Get-VcsaSession $viServer @arguments
            Get-VcsaSession $simulator.Url -Credential $credential @arguments
            Get-VcsaSession $simulator.Url -Credential (Get-TestCredential operator@vsphere.local "$hidden-wrong") @arguments
            Get-VcsaSession $viServer, $simulator.Url -Credential $credential -Thumbprint ('ab' * 32) -Verbose -Debug
            [pscustomobject]@{ Name = '127.0.0.1'; ServiceUri = $simulator.Url; SessionSecret = "over-$hidden" } | Get-VcsaSession @arguments
        }
        $text | Should -Match 'LoginRefused'
        $text | Should -Match 'logging in as operator'
        $text | Should -Not -Match $hidden
        $text | Should -Not -Match $secret
    }

    It 'shows a table that fits <Width> columns' -ForEach @{ Width = 80 }, @{ Width = 120 } {
        foreach ($shown in (Get-VcsaSession $simulator.Url @live), (Get-VcsaSession $simulator.Url @live -Summary), (Get-VcsaSession $simulator.Url @live -Summary).Clients) {
            $text = $shown | Out-String -Width $Width
            ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
            $text | Should -Match 'operator@vsphere.local'
        }
    }

    It 'stops while the server does not answer' {
        $slow = Open-Simulator $binary '-method-delay', 'CurrentTime=3600000'
        $shell = [powershell]::Create()
        try {
            $shell.AddScript('param($module, $url, $live) Import-Module $module; Get-VcsaSession $url @live').AddArgument((Join-Path $root 'out/VcsaAuthGuard')).AddArgument($slow.Url).AddArgument($live) | Out-Null
            $run = $shell.BeginInvoke()
            # Once its session is there, the command waits for an answer that does not come.
            $watch = '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body><RetrieveProperties xmlns="urn:vim25"><_this type="PropertyCollector">propertyCollector</_this><specSet><propSet><type>SessionManager</type><pathSet>sessionList</pathSet></propSet><objectSet><obj type="SessionManager">SessionManager</obj></objectSet></specSet></RetrieveProperties></Body></Envelope>'
            Invoke-RestMethod $slow.Url -Method Post -Body $body -SkipCertificateCheck -SessionVariable web | Out-Null
            $deadline = [DateTime]::UtcNow.AddMinutes(10)
            do {
                $list = (Invoke-WebRequest $slow.Url -Method Post -Body $watch -SkipCertificateCheck -WebSession $web).Content
            } until ($list -match 'VcsaAuthGuard/' -or [DateTime]::UtcNow -gt $deadline -or $run.AsyncWaitHandle.WaitOne(50))
            $list | Should -Match 'VcsaAuthGuard/'

            $stop = $shell.BeginStop($null, $null)
            $stop.AsyncWaitHandle.WaitOne(600000) | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'

            # And it has logged out.
            (Invoke-WebRequest $slow.Url -Method Post -Body $watch -SkipCertificateCheck -WebSession $web).Content | Should -Not -Match 'VcsaAuthGuard/'
        }
        finally {
            $shell.Dispose()
            Close-Simulator $slow
        }
    }
}
