BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    . "$PSScriptRoot/Module.ps1"
    $class = 'VcsaAuthGuard.Commands.ExportVcsaAuthReportCommand'
    $incident = Join-Path $root 'samples/incident'
    $windows = Join-Path $incident 'windows.csv'
    $diagnosis = Get-VcsaDiagnosis $incident -JobRun (Join-Path $incident 'job-runs.csv')
}

Describe 'Export-VcsaAuthReport' {
    It 'writes one file from the pipeline, and gives it when asked' {
        $file = Join-Path $TestDrive 'incident.html'
        $diagnosis | Export-VcsaAuthReport -OutputPath $file | Should -BeNullOrEmpty
        $written = $diagnosis | Export-VcsaAuthReport $file -PassThru
        $written | Should -BeOfType System.IO.FileInfo
        $written.FullName | Should -Be (Get-Item $file).FullName
        $html = [IO.File]::ReadAllText($file)
        $html | Should -Match '^<!DOCTYPE html>'
        $html | Should -Match 'CONFIRMED: KB 440879'
        $html | Should -Not -Match 'id="windows"'
        [IO.File]::ReadAllBytes($file)[0] | Should -Not -Be 0xEF
    }

    It 'draws the windows that the diagnosis was made with, or those given' {
        $file = Join-Path $TestDrive 'windows.html'
        Get-VcsaDiagnosis $incident -Window $windows | Export-VcsaAuthReport $file
        [IO.File]::ReadAllText($file) | Should -Match 'BladeLogic patch scan'
        $diagnosis | Export-VcsaAuthReport $file -Window (Import-Csv $windows | Select-Object -First 1), (Get-Item $windows)
        [IO.File]::ReadAllText($file) | Should -Match 'Inventory export'
    }

    It 'shows a plan, sessions and several vCenters' {
        $file = Join-Path $TestDrive 'all.html'
        $plan = Get-Item $windows | ConvertTo-BackupWindow | Optimize-BackupWindow -From 2026-02-09T12:00Z
        $summary = [pscustomobject] @{ Key = 'k'; UserName = 'VSPHERE.LOCAL\svc-holder'; IpAddress = '10.0.0.9'; LoginTime = [datetime]::UtcNow; LastActiveTime = [datetime]::UtcNow; CallCount = 3; UserAgent = 'x' } |
            Get-VcsaSession
        $diagnosis, (Get-VcsaDiagnosis $incident -Server vc02.example.org) | Export-VcsaAuthReport $file -Plan $plan -Session $summary
        $html = [IO.File]::ReadAllText($file)
        $html | Should -Match 'Moved: overlapped BladeLogic patch scan'
        $html | Should -Match 'svc-holder'
        $html | Should -Match 'All vCenters'
        $html | Should -Match '<h2 id="v2-name">vc02.example.org</h2>'
    }

    It 'gives a file in a folder its usual name' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'reports')
        $diagnosis | Export-VcsaAuthReport -Path $folder
        (Get-ChildItem $folder).Name | Should -Be 'vcsa-auth-report.html'
    }

    It 'writes nothing with -WhatIf, and nothing over a file with -NoClobber' {
        $file = Join-Path $TestDrive 'kept.html'
        $diagnosis | Export-VcsaAuthReport $file -WhatIf
        $file | Should -Not -Exist
        Set-Content $file 'mine'
        { $diagnosis | Export-VcsaAuthReport $file -NoClobber } | Should -Throw -ErrorId "FileExists,$class"
        Get-Content $file | Should -Be 'mine'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'to report nothing'; Id = 'NothingToReport'; Arguments = @{ Path = 'TestDrive:\x.html' } }
        @{ Name = 'a path that is no file'; Id = 'PathNotFileSystem'; Arguments = @{ Path = 'Env:\X'; Window = 'samples/incident/windows.csv' } }
        @{ Name = 'a path in no folder'; Id = 'FileNotWritten'; Arguments = @{ Path = 'gone/gone/x.html'; Window = 'samples/incident/windows.csv' } }
    ) {
        Push-Location $root
        try { { Export-VcsaAuthReport @Arguments } | Should -Throw -ErrorId "$Id,$class" }
        finally { Pop-Location }
    }

    It 'tells of <Parameter> that is none, and reports the rest' -ForEach @(
        @{ Parameter = 'Plan'; Id = 'PlanInvalid' }
        @{ Parameter = 'Session'; Id = 'SessionInvalid' }
        @{ Parameter = 'Window'; Id = 'InputNotSchedule' }
    ) {
        $file = Join-Path $TestDrive "$Parameter.html"
        $given = @{ $Parameter = [pscustomobject] @{ X = 1 } }
        $diagnosis | Export-VcsaAuthReport $file @given -ErrorVariable wrong -ErrorAction SilentlyContinue
        $wrong.FullyQualifiedErrorId | Should -Be "$Id,$class"
        $file | Should -Exist
    }
}
