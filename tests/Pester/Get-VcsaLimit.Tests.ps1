BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    . "$PSScriptRoot/Simulator.ps1"

    function Get-TestCredential([string] $Name) {
        [pscredential]::new($Name, [Net.NetworkCredential]::new('', 'pass').SecurePassword)
    }
}

Describe 'Get-VcsaLimit at the vSphere simulator' {
    BeforeAll {
        if (-not $simulatorMissing) {
            $binary = Build-Simulator (New-Item -ItemType Directory "$TestDrive/vcsim").FullName
            $simulator = Open-Simulator $binary '-version', '8.0.3'
            $raised = Open-Simulator $binary '-version', '8.0.3', '-option', 'config.vmacore.soap.maxSessionCount=4000', '-option', 'config.vmacore.soap.sessionTimeout=45'
            $old = Open-Simulator $binary '-version', '7.0.3'
            $credential = Get-TestCredential operator@vsphere.local
        }
    }

    BeforeEach {
        Assert-Simulator
    }

    AfterAll {
        $simulator, $raised, $old | Where-Object { $_ } | ForEach-Object { Close-Simulator $_ }
    }

    It 'takes the default of the version where none is set' {
        $limit = Get-VcsaLimit $simulator.Url -Credential $credential -Thumbprint $simulator.Thumbprint -Name Sessions
        $limit.Value, $limit.Used, $limit.Origin, $limit.Server | Should -Be 3000, 1, 'Default', '127.0.0.1'
        $limit.Source | Should -BeLike '*KB 375546*'
        (Get-VcsaLimit $old.Url -Credential $credential -Thumbprint $old.Thumbprint -Name Sessions).Value | Should -Be 2000
    }

    It 'takes what an administrator set' {
        $limits = Get-VcsaLimit $raised.Url -Credential $credential -Thumbprint $raised.Thumbprint
        $sessions = $limits | Where-Object Name -eq Sessions
        $sessions.Value, $sessions.Origin, $sessions.PercentUsed | Should -Be 4000, 'Configured', 0.025
        $sessions.Source | Should -BeLike '*config.vmacore.soap.maxSessionCount; the default is 3000*'
        $timeout = $limits | Where-Object Name -eq ApiSessionTimeout
        $timeout.Value, $timeout.Origin | Should -Be 45, 'Configured'
    }

    It 'gives the summary of the sessions that limit' {
        $summary = Get-VcsaSession $raised.Url -Credential $credential -Thumbprint $raised.Thumbprint -Summary
        $summary.Limit, $summary.PercentOfLimit | Should -Be 4000, 0.025
        $summary.LimitSource | Should -BeLike '*is set on this server*'
    }

    It 'has a source and a place to look for each limit, and a figure for none that nobody knows' {
        foreach ($limit in Get-VcsaLimit $old.Url -Credential $credential -Thumbprint $old.Thumbprint) {
            $limit.Source | Should -Not -BeNullOrEmpty
            $limit.WhereToLook | Should -Not -BeNullOrEmpty
            ($null -eq $limit.Value) | Should -Be ($limit.Origin -in 'Unknown', 'None')
        }
        (Get-VcsaLimit $old.Url -Credential $credential -Thumbprint $old.Thumbprint -Name BearerTokenLifetime).Origin | Should -Be 'Unknown'
        (Get-VcsaLimit $simulator.Url -Credential $credential -Thumbprint $simulator.Thumbprint -Name SessionsPerUser).Origin | Should -Be 'None'
    }

    It 'recommends <Recommended> for a peak of <Peak>' -ForEach @(
        @{ Peak = 1500; Recommended = $null; Reason = '*sufficient*' }
        @{ Peak = 2400; Recommended = $null; Reason = '*80 % of 3000*' }
        @{ Peak = 2900; Recommended = 4000; Reason = '*leak sessions first*' }
        @{ Peak = 3000; Recommended = 4000; Reason = '*limit of 3000 was reached*' }
    ) {
        $advice = Get-VcsaLimit $simulator.Url -Credential $credential -Thumbprint $simulator.Thumbprint -Recommend -Peak $Peak
        $advice.Recommended, $advice.Current, $advice.Peak | Should -Be $Recommended, 3000, $Peak
        $advice.Reason | Should -BeLike $Reason
        if ($Recommended) { "$($advice.Steps)" | Should -BeLike "*<maxSessionCount>$Recommended</maxSessionCount>*" } else { $advice.Steps | Should -BeNullOrEmpty }
    }

    It 'says what it took for the peak' {
        (Get-VcsaLimit $simulator.Url -Credential $credential -Thumbprint $simulator.Thumbprint -Recommend).Reason | Should -BeLike '*1 session*-Peak*'
    }

    It 'fits 80 columns' {
        $text = Get-VcsaLimit $simulator.Url -Credential $credential -Thumbprint $simulator.Thumbprint | Out-String -Width 80
        ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        $text | Should -Match 'Sessions +3000 sessions +1 +0 Default'
    }
}
