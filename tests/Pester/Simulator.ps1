# The vSphere simulator for tests: dot-source in BeforeAll. Opened ones end when closed, or with this process.
$simulatorPackages = '/usr/share/gocode'
$simulatorMissing = if (-not (Get-Command go -CommandType Application -ErrorAction Ignore) -or -not (Test-Path "$simulatorPackages/src/github.com/vmware/govmomi/simulator")) {
    'The vSphere simulator cannot be built here: apt install golang-go golang-github-vmware-govmomi-dev'
}

# Ends a test that lacks the simulator: as skipped, or as failed where it has to be here.
function Assert-Simulator {
    if ($simulatorMissing -and 'vcsim' -in ($env:VCSA_TESTS_REQUIRE -split ',')) { throw $simulatorMissing }
    if ($simulatorMissing) { Set-ItResult -Skipped -Because $simulatorMissing }
}

# Builds the launcher into a folder and gives the program's path.
function Build-Simulator([string] $Folder) {
    $binary = Join-Path $Folder 'vcsim'
    Push-Location "$PSScriptRoot/../fixtures/vcsim"
    $before = $env:GO111MODULE, $env:GOPATH
    try {
        $env:GO111MODULE, $env:GOPATH = 'off', "${Folder}:$simulatorPackages"
        $output = go build -o $binary . 2>&1
        if ($LASTEXITCODE -ne 0) { throw "The simulator did not build: $output" }
    }
    finally {
        $env:GO111MODULE, $env:GOPATH = $before
        Pop-Location
    }
    $binary
}

# Runs it, and gives its process with Url and Thumbprint.
function Open-Simulator([string] $Binary, [string[]] $Flag) {
    $start = [Diagnostics.ProcessStartInfo]::new($Binary, $Flag)
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $process |
        Add-Member Url ($process.StandardOutput.ReadLine() -replace '^url ') -PassThru |
        Add-Member Thumbprint ($process.StandardOutput.ReadLine() -replace '^sha256 ') -PassThru
}

function Close-Simulator([Diagnostics.Process] $Process) {
    $Process.StandardInput.Close()
    if (-not $Process.WaitForExit(300000)) { $Process.Kill() }
    $Process.Dispose()
}

# Reserves a port on loopback for a simulator that ends and comes back, as ReservedPort.cs does: Number has it, until Dispose.
function Open-ReservedPort {
    $folder = [IO.Directory]::CreateDirectory((Join-Path ([IO.Path]::GetTempPath()) 'vcsa-standin-ports')).FullName
    while ($true) {
        $number = Get-Random -Minimum 20000 -Maximum 32000
        try { $lock = [IO.FileStream]::new("$folder/$number", 'OpenOrCreate', 'ReadWrite', 'None', 1, 'DeleteOnClose') } catch { continue }
        $listener = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, $number)
        try { $listener.Start(); return $lock | Add-Member Number $number -PassThru } catch { $lock.Dispose() } finally { $listener.Stop() }
    }
}
