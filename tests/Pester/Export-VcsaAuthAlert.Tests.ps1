BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    $formats = (Get-Command Export-VcsaAuthAlert).Parameters['Format'].ParameterType.GetEnumNames() | ForEach-Object { @{ Format = $_ } }
}

BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    Import-Module (Join-Path $root 'out/VcsaAuthGuard') -Force
    $class = 'VcsaAuthGuard.Commands.ExportVcsaAuthAlertCommand'
}

Describe 'Export-VcsaAuthAlert' {
    It 'gives the text of <Format>, and writes the same to a file' -ForEach $formats {
        $text = Export-VcsaAuthAlert $Format -Threshold 12 -Server vc01
        $text | Should -BeOfType string
        $text | Should -Match 'fileManagement'
        $text | Should -Match '\b1[23]\b'
        $file = Join-Path $TestDrive $Format
        Export-VcsaAuthAlert -Format $Format -Threshold 12 -Server vc01 -OutFile $file | Should -BeNullOrEmpty
        [IO.File]::ReadAllText($file) | Should -BeExactly "$text`n"
        [IO.File]::ReadAllBytes($file)[0] | Should -Not -Be 0xEF
    }

    It 'writes JSON that ConvertFrom-Json reads, with a query in a string' {
        $alert = Export-VcsaAuthAlert AriaLogs | ConvertFrom-Json
        $alert.hitCount, $alert.hitOperator, $alert.searchPeriod | Should -Be 10, 'GREATER_THAN', 300000
        ($alert.chartQuery | ConvertFrom-Json).fieldConstraints.value | Should -Be 'The session is not authenticated', 'fileManagement'
    }

    It 'gives a file in a folder its usual name' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'pack')
        Export-VcsaAuthAlert AriaContentPack -Path $folder
        (Get-ChildItem $folder).Name | Should -Be 'vcsa-auth.vlcp'
    }

    It 'writes nothing with -WhatIf, and nothing over a file with -NoClobber' {
        $file = Join-Path $TestDrive 'kept.yml'
        Export-VcsaAuthAlert Prometheus -Path $file -WhatIf
        $file | Should -Not -Exist
        Set-Content $file 'mine'
        { Export-VcsaAuthAlert Prometheus -Path $file -NoClobber } | Should -Throw -ErrorId "FileExists,$class"
        Get-Content $file | Should -Be 'mine'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a period of half a second'; Id = 'AlertInvalid'; Arguments = @{ Period = [timespan]'00:00:00.5' } }
        @{ Name = 'a server that is no name'; Id = 'AlertInvalid'; Arguments = @{ Server = 'vc01"} or {' } }
        @{ Name = 'a name in brackets'; Id = 'AlertInvalid'; Arguments = @{ Name = '[x]' } }
        @{ Name = 'a threshold below zero'; Id = 'ParameterArgumentValidationError'; Arguments = @{ Threshold = -1 } }
        @{ Name = 'a path that is no file'; Id = 'PathNotFileSystem'; Arguments = @{ Path = 'Env:\X' } }
        @{ Name = 'a path in no folder'; Id = 'FileNotWritten'; Arguments = @{ Path = 'gone/gone/x.yml' } }
    ) {
        { Export-VcsaAuthAlert Sigma @Arguments } | Should -Throw -ErrorId "$Id,$class"
    }
}
