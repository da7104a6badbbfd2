# Stand-ins for PowerCLI's and Windows' commands, with just what the examples in docs/en-US ask of them: dot-source where an example
# runs. They talk to nobody, and prove nothing about PowerCLI itself; what they give is synthetic, after its public documentation.
function Connect-VIServer([Parameter(Mandatory, Position = 0)] [string] $Server, [pscredential] $Credential) {
    $null = $Credential
    $manager = [pscustomobject]@{ Type = 'SessionManager'; Value = 'SessionManager' }
    $connection = [pscustomobject]@{
        Name = $Server; Port = 443; IsConnected = $true; Version = '8.0.3'; ServiceUri = [uri] "https://$Server/sdk"; SessionSecret = 'synthetic'
        ExtensionData = [pscustomobject]@{ Content = [pscustomobject]@{ SessionManager = $manager } }
    }
    Set-Variable DefaultVIServer $connection -Scope Global
    Set-Variable DefaultVIServers @($connection) -Scope Global
    $connection
}

function Get-Log([Parameter(Mandatory)] [string] $Key) {
    [pscustomobject]@{ Entries = [string[]] (Get-Content samples/incident/vpxd-8.log); Key = $Key; StartLineNum = 1; LastLineNum = 831 }
}

function Get-VMHost { [pscustomobject]@{ Name = 'esx17.example.org'; Id = 'HostSystem-host-150117' } }

function Get-Datastore {
    [pscustomobject]@{ Name = 'gold-01'; Id = 'Datastore-datastore-11'; FreeSpaceGB = 500; ExtensionData = [pscustomobject]@{ Info = [pscustomobject]@{ Url = 'ds:///vmfs/volumes/62aef28d-fe0e61a8-3da4-9efa524000e2/' } } }
}

function Get-Stat([object[]] $Entity, [string[]] $Stat, [datetime] $Start) {
    foreach ($second in 60, 40, 20) {
        [pscustomobject]@{ Entity = $Entity[0]; MetricId = $Stat[0]; Value = 4; Unit = 'millisecond'; Timestamp = [datetime]::Now.AddSeconds(-$second); Instance = ''; IntervalSecs = 20 } |
            Where-Object Timestamp -GE $Start
    }
}

function Get-VM { foreach ($number in 1..30) { [pscustomobject]@{ Name = "vm-$number"; Id = "VirtualMachine-vm-$number" } } }

function New-Snapshot {
    [CmdletBinding(SupportsShouldProcess)]
    param([object] $VM, [string] $Name, [switch] $RunAsync)
    if (-not $PSCmdlet.ShouldProcess($VM.Name)) { return }
    if ($RunAsync) { [pscustomobject]@{ Id = "Task-task-$($VM.Name)"; Name = 'CreateSnapshot_Task'; State = 'Success'; PercentComplete = 100 } }
    else { [pscustomobject]@{ Name = $Name; VM = $VM.Name } }
}

function Get-View([Parameter(Position = 0, ValueFromPipeline)] [object] $VIObject, [string[]] $Property) {
    process {
        $null = $Property
        $now = [datetime]::UtcNow
        switch ("$($VIObject.Type)$(if ($VIObject -is [string]) { $VIObject })") {
            'ScheduledTaskManager' { [pscustomobject]@{ ScheduledTask = @([pscustomobject]@{ Type = 'ScheduledTask'; Value = 'schedule-1' }) } }
            'ScheduledTask' {
                [pscustomobject]@{
                    Info = [pscustomobject]@{ Name = 'Nightly export'; Enabled = $true; NextRunTime = $null; Scheduler = [pscustomobject]@{ Interval = 1; Hour = 2; Minute = 30 } }
                    Client = [pscustomobject]@{ ServiceUrl = 'https://vc01.example.org/sdk' }
                }
            }
            'SessionManager' {
                $session = @{ Key = '52a1'; UserName = 'svc-backup@vsphere.local'; IpAddress = '192.0.2.17'; UserAgent = 'agent/1'; CallCount = 3; ExtensionSession = $false }
                [pscustomobject]@{ SessionList = @([pscustomobject] ($session + @{ LoginTime = $now.AddHours(-1); LastActiveTime = $now.AddMinutes(-1) })) }
            }
        }
    }
}

function Get-ScheduledTask([string] $TaskPath) {
    $class = 'Microsoft.Management.Infrastructure.CimInstance#MSFT_TaskDailyTrigger'
    $trigger = [pscustomobject]@{ PSTypeName = $class; Enabled = $true; StartBoundary = '2026-02-11T02:00:00'; DaysInterval = 1 }
    [pscustomobject]@{ TaskName = 'Patch scan'; TaskPath = $TaskPath; State = 'Ready'; Triggers = @($trigger) }
}
