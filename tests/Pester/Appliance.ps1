# The stand-in appliance for tests (tests/fixtures/appliance): dot-source in BeforeAll. Opened ones end when closed, or with this process.
$applianceScript = (Resolve-Path "$PSScriptRoot/../fixtures/appliance/appliance").Path
$applianceMissing = if (-not (Test-Path /usr/sbin/sshd) -or -not (Get-Command ssh, ssh-keygen -CommandType Application -ErrorAction Ignore)) {
    'The stand-in appliance cannot run here: apt install openssh-server openssh-client'
}

# Ends a test that lacks sshd: as skipped, or as failed where it has to be here.
function Assert-Appliance {
    if ($applianceMissing -and 'sshd' -in ($env:VCSA_TESTS_REQUIRE -split ',')) { throw $applianceMissing }
    if ($applianceMissing) { Set-ItResult -Skipped -Because $applianceMissing }
}

# Runs one, and gives its process with what a client needs: HostName, Port, User, Password ($null where none can be right),
# ClientKeyPath, KnownHostsPath, HostKeyFingerprints, StateDirectory.
function Open-Appliance([ValidateSet('bash', 'appliance', 'appliance-loud')] [string] $Shell = 'bash') {
    $folder = [IO.Directory]::CreateTempSubdirectory('appliance-').FullName
    $start = [Diagnostics.ProcessStartInfo]::new('bash', [string[]]($applianceScript, 'serve', $folder, $Shell))
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $ready, $port, $word = "$($process.StandardOutput.ReadLine())" -split ' '
    if ($ready -ne 'ready') { throw "The stand-in appliance did not start: $ready $port $word" }
    $process |
        Add-Member HostName 127.0.0.1 -PassThru |
        Add-Member Port ([int] $port) -PassThru |
        Add-Member User ([Environment]::UserName) -PassThru |
        Add-Member Password ($word -eq '-' ? $null : $word) -PassThru |
        Add-Member ClientKeyPath "$folder/ssh/client" -PassThru |
        Add-Member KnownHostsPath "$folder/ssh/known_hosts" -PassThru |
        Add-Member StateDirectory $folder -PassThru |
        Add-Member -MemberType ScriptProperty HostKeyFingerprints {
            Get-ChildItem "$($this.StateDirectory)/ssh/host_*.pub" | ForEach-Object { (ssh-keygen -l -f $_.FullName) -split ' ' -like 'SHA256:*' }
        } -PassThru
}

function Close-Appliance([Diagnostics.Process] $Appliance) {
    $Appliance.StandardInput.Close()
    if (-not $Appliance.WaitForExit(300000)) { $Appliance.Kill() }
    $Appliance.Dispose()
}

# Runs a command of the script: drop (kills sshd and its sessions), up, rekey, nofaults, put ID STATE.
function Invoke-Appliance([Diagnostics.Process] $Appliance, [string] $Command, [string[]] $Argument) {
    & $applianceScript $Command $Appliance.StateDirectory @Argument
    if ($LASTEXITCODE) { throw "appliance ${Command}: exit code $LASTEXITCODE" }
}

# Actions and faults are those of ApplianceAction and ApplianceFault of the engine's tests.
function Add-ApplianceFault([Diagnostics.Process] $Appliance, [string] $Service, [string] $Action, [string] $Fault, [double] $Seconds = 0, [int] $Times = -1, [int] $Skip = 0) {
    Invoke-Appliance -Appliance $Appliance -Command fault -Argument $Service, $Action, $Fault, $Skip, $Times, $Seconds.ToString([cultureinfo]::InvariantCulture)
}

# What its state files say: Id, Name, RunState, Health, ProcessId, Since.
function Get-ApplianceState([Diagnostics.Process] $Appliance, [string[]] $Service = '*') {
    foreach ($line in Invoke-Appliance $Appliance states) {
        $id, $name, $state, $health, $process, $since, $startup = $line -split ' '
        if ($Service.Where({ $id -like $_ })) {
            [pscustomobject]@{
                Id = $id; Name = $name; RunState = $state; Health = $health; StartupType = $startup
                ProcessId = $process -eq '-' ? $null : [int] $process; Since = [DateTimeOffset]::FromUnixTimeMilliseconds($since)
            }
        }
    }
}
