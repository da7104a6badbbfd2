# Stand-ins for PowerCLI's commands, with parameters and properties of their public documentation: dot-source in BeforeAll. They talk
# to nobody, and prove nothing about PowerCLI itself.
function Add-PowerCliStandIn {
    function global:Connect-VIServer {
        [CmdletBinding()]
        param(
            [Parameter(Mandatory, Position = 0)] [string[]] $Server,
            [int] $Port = 443,
            [string] $Session
        )
        $refusal = Get-Variable PowerCliRefuses -Scope Global -ValueOnly -ErrorAction Ignore
        if ($Session -and $refusal) {
            Write-Warning "Session $Session"
            switch ($refusal) {
                'stop' { $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new([InvalidOperationException]::new("Could not connect with session $Session"), 'Refused', 'ConnectionError', $null)) }
                'throw' { throw "Could not connect with session $Session" }
            }
            Write-Error "Could not connect with session $Session"
            return
        }
        $connection = [pscustomobject]@{
            PSTypeName = 'VMware.VimAutomation.ViCore.Impl.V1.VIServerImpl'
            Name = $Server[0]; Port = $Port; IsConnected = $true; RefCount = 1; Version = '8.0.3'; Build = '1'; ProductLine = 'vpx'
            ServiceUri = [uri]"https://$($Server[0]):$Port/sdk"; SessionId = 'an-id'; SessionSecret = $Session
        }
        Set-Variable DefaultVIServers @($connection) -Scope Global
        Set-Variable DefaultVIServer $connection -Scope Global
        $connection
    }
    function global:Disconnect-VIServer {
        [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
        param(
            [Parameter(Position = 0, ValueFromPipeline)] [object[]] $Server,
            [switch] $Force
        )
        process {
            foreach ($item in $Server) {
                if ($Force -or $PSCmdlet.ShouldProcess($item.Name)) {
                    $item.IsConnected = $false
                    Set-Variable DefaultVIServers @() -Scope Global
                }
            }
        }
    }
}

function Clear-PowerCliStandIn {
    Remove-Item function:Connect-VIServer, function:Disconnect-VIServer -ErrorAction Ignore
    Remove-Variable DefaultVIServers, DefaultVIServer, PowerCliRefuses -Scope Global -ErrorAction Ignore
}
