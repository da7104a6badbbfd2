BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $samples = Join-Path $root 'tests/fixtures/samples'
    $signature = Join-Path $samples 'kb-signature.log'
    . "$PSScriptRoot/Module.ps1"

    # What PowerCLI's Get-VMHost and Get-Datastore give, as far as this module looks at it.
    $vmHost = [pscustomobject]@{ Name = 'esx17.example.org'; Id = 'HostSystem-host-150117' }
    $datastore = [pscustomobject]@{
        Name          = 'gold-01'
        Id            = 'Datastore-datastore-12'
        ExtensionData = [pscustomobject]@{ Info = [pscustomobject]@{ Url = 'ds:///vmfs/volumes/62aef28d-fe0e61a8-3da4-9efa524000e2/' } }
    }

    function Invoke-Caught([scriptblock] $Block) {
        $ErrorActionPreference = 'Continue'
        $errors, $output = @(& $Block 2>&1).Where({ $_ -is [System.Management.Automation.ErrorRecord] }, 'Split')
        [pscustomobject]@{ Output = $output; Errors = $errors }
    }
}

Describe 'The module' {
    It 'exports its cmdlets again after Import-Module -Force' {
        Import-Module $module -Force
        Import-Module $module -Force
        $manifest = Import-PowerShellDataFile (Join-Path $root 'VcsaAuthGuard.psd1')
        (Get-Module VcsaAuthGuard).ExportedCmdlets.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'has a valid manifest' {
        (Test-ModuleManifest (Join-Path $root 'out/VcsaAuthGuard/VcsaAuthGuard.psd1')).Name | Should -Be 'VcsaAuthGuard'
    }

    It 'loads the build under test, in PowerShell 7 out of the default load context' {
        Get-VcsaAuthFault $signature | Out-Null
        $loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'VcsaAuthGuard', 'VcsaAuthGuard.Core' }
        $build, $context = $env:VCSA_TESTS_MODULE ? ('netstandard2.0', 'Default') : ('net8.0', 'VcsaAuthGuard')
        Split-Path $loaded.Location | Should -Be (@("$module/bin/$build") * 2)
        $loaded | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name } | Should -Be $context, $context
    }

    It 'carries no reference assembly of PowerShell' {
        Get-ChildItem (Join-Path $root 'out/VcsaAuthGuard') -Recurse -Filter 'System.Management.Automation*' | Should -BeNullOrEmpty
    }
}

Describe 'Get-VcsaAuthFault' {
    It 'reads both forms of the article''s line, every field' {
        $faults = @(Get-VcsaAuthFault $signature)
        $faults.Count | Should -Be 2
        $faults[0].Time | Should -BeNullOrEmpty
        $faults[1].Time | Should -Be ([DateTimeOffset]'2026-02-11T02:14:07.318Z')
        $faults.LineNumber | Should -Be 1, 8
        foreach ($fault in $faults) {
            $fault.Kind | Should -Be 'NotAuthenticated'
            $fault.VMHostId | Should -Be 'HostSystem-host-150117'
            $fault.VMHost | Should -BeNullOrEmpty
            $fault.DatastoreUuid | Should -Be '62aef28d-fe0e61a8-3da4-9efa524000e2'
            $fault.Datastore | Should -BeNullOrEmpty
            $fault.Object | Should -Be 'vim.Datastore:62aef28d-fe0e61a8-3da4-9efa524000e2'
            $fault.Method | Should -Be 'fileManagement'
            $fault.HttpStatus | Should -Be 500
            $fault.PrivilegeId | Should -Be 'Datastore.FileManagement'
            $fault.Message | Should -Be 'Received SOAP response fault from [...]: fileManagement. The session is not authenticated.'
            $fault.OpId | Should -Be '7ac8f6ad'
            $fault.ThreadId | Should -Be '4085937'
            $fault.Level | Should -Be 'info'
            $fault.Source | Should -Be $signature
        }
    }

    It 'finds nothing in an ordinary log' {
        Get-VcsaAuthFault (Join-Path $samples 'vpxd-8.log') | Should -BeNullOrEmpty
    }

    It 'has the properties of the contract, and no others' {
        (Get-VcsaAuthFault $signature)[0].PSObject.Properties.Name | Should -Be @(
            'Time', 'Kind', 'VMHostId', 'VMHost', 'DatastoreUuid', 'Datastore', 'Object', 'Method', 'HttpStatus', 'PrivilegeId',
            'Message', 'User', 'ClientAddress', 'Reason', 'OpId', 'ThreadId', 'Level', 'Server', 'Source', 'LineNumber', 'Text')
    }

    Context 'what it looks for' {
        It '-Kind <Kind> gives <Count> of the limits' -ForEach @(
            @{ Kind = 'NotAuthenticated'; Count = 0 }
            @{ Kind = 'SessionLimit'; Count = 2 }
            @{ Kind = 'ConnectionLimit'; Count = 2 }
            @{ Kind = 'All'; Count = 4 }
            @{ Kind = @('sessionlimit', 'ConnectionLimit'); Count = 4 }
        ) {
            @(Get-VcsaAuthFault (Join-Path $samples 'limits.log') -Kind $Kind).Count | Should -Be $Count
        }

        It 'refuses a kind that does not exist' {
            { Get-VcsaAuthFault $signature -Kind Sunspots } | Should -Throw -ErrorId 'ParameterArgumentValidationError,VcsaAuthGuard.Commands.GetVcsaAuthFaultCommand'
        }

        It 'filters by time, and says what has none' {
            $faults = @(Get-VcsaAuthFault $signature -After '2026-02-11T02:14:07.318Z' -Before '2026-02-11T02:14:08Z' -WarningVariable warnings -WarningAction SilentlyContinue)
            $faults.LineNumber | Should -Be 8
            "$warnings" | Should -BeLike '1 faults have no time*'
            Get-VcsaAuthFault $signature -Before '2026-02-11T02:14:07.318Z' -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        }

        It 'filters by method, whole or by its last part' {
            @(Get-VcsaAuthFault $signature -Method 'file*').Count | Should -Be 2
            @(Get-VcsaAuthFault $signature -Method 'login').Count | Should -Be 0
            @(Get-VcsaAuthFault (Join-Path $samples 'vpxd-syslog.log') -Kind All -Method login).Method | Should -Be 'vim.SessionManager.login'
        }

        It 'takes a host as <Form>' -ForEach @(
            @{ Form = 'an id'; Value = 'HostSystem-host-150117' }
            @{ Form = 'a short id'; Value = 'host-150117' }
            @{ Form = 'a pattern'; Value = 'host-1501*' }
        ) {
            @(Get-VcsaAuthFault $signature -VMHost $Value).Count | Should -Be 2
            @(Get-VcsaAuthFault $signature -VMHost 'host-1').Count | Should -Be 0
        }

        It 'takes PowerCLI objects and fills in their names' {
            $fault = (Get-VcsaAuthFault $signature -VMHost $vmHost -Datastore $datastore)[0]
            $fault.VMHost | Should -Be 'esx17.example.org'
            $fault.Datastore | Should -Be 'gold-01'
        }

        It 'takes a host view' {
            $view = [pscustomobject]@{ Name = 'esx17.example.org'; MoRef = [pscustomobject]@{ Type = 'HostSystem'; Value = 'host-150117' } }
            (Get-VcsaAuthFault $signature -VMHost $view)[0].VMHost | Should -Be 'esx17.example.org'
        }

        It 'lets other hosts and datastores go' {
            Get-VcsaAuthFault $signature -VMHost ([pscustomobject]@{ Name = 'other'; Id = 'HostSystem-host-2' }) | Should -BeNullOrEmpty
            Get-VcsaAuthFault $signature -Datastore '00000000-*' | Should -BeNullOrEmpty
            @(Get-VcsaAuthFault $signature -Datastore '62aef28d-*').Count | Should -Be 2
        }

        It 'says when a name cannot match without an object' {
            Get-VcsaAuthFault $signature -VMHost 'esx17*' -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            "$warnings" | Should -BeLike '*-VMHost (Get-VMHost esx17*)*'
        }

        It 'refuses nothing in the place of a host, as a Get-VMHost that found none would give' {
            { Get-VcsaAuthFault $signature -VMHost $null } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
            { Get-VcsaAuthFault $signature -VMHost @($null, 'host-150117') } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        }

        It 'refuses an object that is no host' {
            { Get-VcsaAuthFault $signature -VMHost (Get-Date) } | Should -Throw -ErrorId 'FilterNotUnderstood,VcsaAuthGuard.Commands.GetVcsaAuthFaultCommand'
        }
    }

    Context 'what it takes' {
        It 'takes lines, with their file and number' {
            $faults = @(Get-Content $signature | Get-VcsaAuthFault)
            $faults.LineNumber | Should -Be 1, 8
            $faults[0].Source | Should -Be $signature
            $faults[0].Text | Should -Be (Get-VcsaAuthFault $signature)[0].Text
        }

        It 'takes a file''s whole text, and lines in groups' {
            @(Get-Content -Raw $signature | Get-VcsaAuthFault).LineNumber | Should -Be 1, 8
            @(Get-Content -ReadCount 5 $signature | Get-VcsaAuthFault).Count | Should -Be 2
        }

        It 'emits a fault as soon as the next entry starts' {
            $lines = Get-Content $signature
            ($lines[0..7] | Get-VcsaAuthFault | Select-Object -First 1).LineNumber | Should -Be 1
        }

        It 'takes files from Get-ChildItem' {
            @(Get-ChildItem $samples -Filter *.log | Get-VcsaAuthFault).Count | Should -Be 2
        }

        It 'takes PowerCLI''s Get-Log result' {
            $log = [pscustomobject]@{ Entries = Get-Content $signature; Key = 'vpxd:vpxd-3.log'; StartLineNum = 101; LastLineNum = 114 }
            $faults = @($log | Get-VcsaAuthFault)
            $faults.LineNumber | Should -Be 101, 108
            $faults[0].Source | Should -Be 'vpxd:vpxd-3.log'
        }

        It 'takes matches of Select-String, with the lines around them once' {
            $twice = @(Get-Content $signature) + @(Get-Content $signature)
            $faults = @($twice | Select-String 'SOAP request returned' -Context 0, 12 | Get-VcsaAuthFault)
            $faults.LineNumber | Should -Be 1, 8, 15, 22
            $faults.DatastoreUuid | Select-Object -Unique | Should -Be '62aef28d-fe0e61a8-3da4-9efa524000e2'
            @(Select-String 'SOAP request returned' $signature | Get-VcsaAuthFault).Count | Should -Be 2
            $shown = Select-String 'SOAP request returned' $signature -Context 0, 6 | Out-String -Stream -Width 4000
            @($shown | Get-VcsaAuthFault).DatastoreUuid.Count | Should -Be 2
        }

        It 'takes objects that name a file' {
            @([pscustomobject]@{ FullName = $signature } | Get-VcsaAuthFault).Count | Should -Be 2
        }

        It 'takes wildcards, and -LiteralPath does not' {
            @(Get-VcsaAuthFault (Join-Path $samples 'kb-*.log')).Count | Should -Be 2
            $odd = Join-Path $TestDrive 'vpxd[1].log'
            Copy-Item -LiteralPath $signature $odd
            @(Get-VcsaAuthFault -LiteralPath $odd).Count | Should -Be 2
        }

        It 'reads a folder''s vpxd logs oldest first, and the active one once' {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'vpxd')
            Copy-Item $signature (Join-Path $folder 'vpxd-10.log')
            Copy-Item $signature (Join-Path $folder 'vpxd-9.log')
            Copy-Item $signature (Join-Path $folder 'vpxd-profiler-1.log')
            'x' + [IO.File]::ReadAllText($signature).Substring(1) | Set-Content -NoNewline (Join-Path $folder 'vpxd-11.log')
            Copy-Item (Join-Path $folder 'vpxd-11.log') (Join-Path $folder 'vpxd.log')
            (Get-VcsaAuthFault $folder).Source | Split-Path -Leaf | Should -Be 'vpxd-9.log', 'vpxd-9.log', 'vpxd-10.log', 'vpxd-10.log', 'vpxd-11.log', 'vpxd-11.log'
            (Get-ChildItem $folder -Filter 'vpxd*.log' | Where-Object Name -NotMatch profiler | Get-VcsaAuthFault).Count | Should -Be 6
        }
    }

    Context 'what goes wrong' {
        It 'names a missing file and reads the others' {
            $result = Invoke-Caught { Get-VcsaAuthFault (Join-Path $TestDrive 'gone.log'), $signature }
            $result.Output.Count | Should -Be 2
            $result.Errors.FullyQualifiedErrorId | Should -Be 'LogNotFound,VcsaAuthGuard.Commands.GetVcsaAuthFaultCommand'
            $result.Errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $result.Errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'refuses other providers' {
            (Invoke-Caught { Get-VcsaAuthFault 'env:\PATH' }).Errors.FullyQualifiedErrorId | Should -Be 'PathNotFileSystem,VcsaAuthGuard.Commands.GetVcsaAuthFaultCommand'
        }

        It 'refuses objects that are no logs' {
            (Invoke-Caught { 42 | Get-VcsaAuthFault }).Errors.FullyQualifiedErrorId | Should -Be 'InputNotLog,VcsaAuthGuard.Commands.GetVcsaAuthFaultCommand'
        }

        It 'reads what stands before the damage of a cut .gz, then says where it ends' {
            $whole = [IO.MemoryStream]::new()
            $gzip = [IO.Compression.GZipStream]::new($whole, [IO.Compression.CompressionLevel]::NoCompression, $true)
            $bytes = [IO.File]::ReadAllBytes($signature) * 200
            $gzip.Write($bytes, 0, $bytes.Length)
            $gzip.Dispose()
            $cut = Join-Path $TestDrive 'vpxd-3.log.gz'
            [IO.File]::WriteAllBytes($cut, $whole.ToArray()[0..([int]($whole.Length / 2))])
            $result = Invoke-Caught { Get-VcsaAuthFault $cut }
            $result.Output.Count | Should -BeGreaterThan 150
            $result.Errors.FullyQualifiedErrorId | Should -Be 'LogCorrupt,VcsaAuthGuard.Commands.GetVcsaAuthFaultCommand'
            $result.Errors[0].ErrorDetails.Message | Should -Match "at byte $((Get-Item $cut).Length)"
        }

        It 'says when a folder has no vpxd log' {
            $empty = New-Item -ItemType Directory (Join-Path $TestDrive 'empty')
            (Invoke-Caught { Get-VcsaAuthFault $empty }).Errors.FullyQualifiedErrorId | Should -Be 'LogNotFound,VcsaAuthGuard.Commands.GetVcsaAuthFaultCommand'
        }
    }

    Context 'how it looks' {
        It 'shows a table that fits <Width> columns, and a wide one with the line it is in' -ForEach @{ Width = 80 }, @{ Width = 120 } {
            $shown = Get-VcsaAuthFault $signature -VMHost $vmHost -Datastore $datastore | Out-String -Width $Width
            ($shown -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
            $shown | Should -Match '2026-02-11 02:14:07Z NotAuthenticated fileManagement +esx17'
            Get-VcsaAuthFault $signature | Format-Table -View Wide | Out-String -Width 300 | Should -Match 'kb-signature.log:8'
        }

        It 'shows every property in a list' {
            $shown = (Get-VcsaAuthFault $signature)[1] | Format-List | Out-String -Width 200
            foreach ($property in (Get-VcsaAuthFault $signature)[1].PSObject.Properties.Name) {
                $shown | Should -Match "(?m)^$property\s+:"
            }
        }

        It 'shows no control character from a log' {
            $hostile = (Get-Content $signature -TotalCount 1) -replace 'fileManagement', "file$([char]27)[31m$([char]0x202E)Management"
            $fault = $hostile | Get-VcsaAuthFault
            $fault.Method | Should -BeLike "*$([char]27)*" -Because 'data stays as it is'
            foreach ($shown in ($fault | Out-String), ($fault | Format-List | Out-String)) {
                $shown | Should -Not -Match "[$([char]27)$([char]0x202E)]\[?31m?M?"
                $shown.Contains([char]0x202E) | Should -BeFalse
            }
        }
    }

    It 'ends with Ctrl+C, even while a read hangs for good' -Skip:($IsWindows -or -not (Get-Command mkfifo -ErrorAction Ignore)) {
        $pipe = Join-Path $TestDrive 'hanging.log'
        mkfifo $pipe
        # Somebody holds the pipe open and writes nothing, as a lost network share would.
        $holder = [IO.FileStream]::new($pipe, [IO.FileMode]::Open, [IO.FileAccess]::ReadWrite)
        try {
            $shell = [powershell]::Create()
            $shell.AddScript("Import-Module '$module'; 'started'; Get-VcsaAuthFault -LiteralPath '$pipe'") | Out-Null
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
            $deadline = [DateTime]::UtcNow.AddMinutes(10)
            while ($output.Count -eq 0 -and [DateTime]::UtcNow -lt $deadline) { $run.AsyncWaitHandle.WaitOne(20) | Out-Null }
            $output.Count | Should -Be 1
            $stop = $shell.BeginStop($null, $null)
            $stop.AsyncWaitHandle.WaitOne(600000) | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        finally {
            $holder.Dispose()
            $shell.Dispose()
        }
    }
}
