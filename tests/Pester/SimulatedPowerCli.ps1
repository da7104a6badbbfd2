# Stand-ins for PowerCLI's commands that call the vSphere simulator, in the session a connection has: dot-source in BeforeAll. They have
# parameters and properties of PowerCLI's public documentation, and prove nothing about PowerCLI itself.
function Add-SimulatedPowerCli {
    function global:Connect-VIServer {
        [CmdletBinding()]
        param(
            [Parameter(Mandatory, Position = 0)] [string[]] $Server,
            [int] $Port = 443,
            [pscredential] $Credential,
            [string] $Session
        )
        # Each connection has a TCP connection of its own.
        $handler = [Net.Http.HttpClientHandler]::new()
        $handler.UseCookies = $false
        $handler.ServerCertificateCustomValidationCallback = [Net.Http.HttpClientHandler]::DangerousAcceptAnyServerCertificateValidator
        $connection = [pscustomobject]@{
            PSTypeName = 'VMware.VimAutomation.ViCore.Impl.V1.VIServerImpl'
            Name = $Server[0]; Port = $Port; IsConnected = $true; User = $Credential.UserName
            ServiceUri = [uri]"https://$($Server[0]):$Port/sdk"; SessionSecret = $Session; Client = [Net.Http.HttpClient]::new($handler)
        }
        if (-not $Session) {
            $login = Invoke-SimulatorCall $connection ('<Login xmlns="urn:vim25"><_this type="SessionManager">SessionManager</_this><userName>{0}</userName><password>{1}</password></Login>' -f
                [Security.SecurityElement]::Escape($Credential.UserName), [Security.SecurityElement]::Escape($Credential.GetNetworkCredential().Password))
            # In the simulator a session's key is its secret.
            $connection.SessionSecret = [regex]::Match($login, '<key>([^<]+)</key>').Groups[1].Value
        }
        Set-Variable DefaultVIServers @($connection) -Scope Global
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
                    $null = Invoke-SimulatorCall $item '<Logout xmlns="urn:vim25"><_this type="SessionManager">SessionManager</_this></Logout>'
                    $item.IsConnected = $false
                    $item.Client.Dispose()
                    Set-Variable DefaultVIServers @() -Scope Global
                }
            }
        }
    }

    function global:Get-VM {
        [CmdletBinding()]
        param()
        $server = (Get-Variable DefaultVIServers -Scope Global -ValueOnly)[0]
        $call = '<RetrieveProperties xmlns="urn:vim25" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><_this type="PropertyCollector">propertyCollector</_this><specSet>' +
            '<propSet><type>VirtualMachine</type><pathSet>name</pathSet></propSet><objectSet><obj type="Folder">group-d1</obj><skip>true</skip>' +
            '<selectSet xsi:type="TraversalSpec"><name>folder</name><type>Folder</type><path>childEntity</path><selectSet><name>folder</name></selectSet><selectSet><name>center</name></selectSet></selectSet>' +
            '<selectSet xsi:type="TraversalSpec"><name>center</name><type>Datacenter</type><path>vmFolder</path><selectSet><name>folder</name></selectSet></selectSet></objectSet></specSet></RetrieveProperties>'
        foreach ($item in ([xml] (Invoke-SimulatorCall $server $call)).Envelope.Body.RetrievePropertiesResponse.returnval) {
            $id = "VirtualMachine-$($item.obj.'#text')"
            [pscustomobject]@{ Name = $item.propSet.val.'#text'; Id = $id; Uid = "/VIServer=$($server.Name):$($server.Port)/VirtualMachine=$id/" }
        }
    }

    function global:New-Snapshot {
        [CmdletBinding(SupportsShouldProcess)]
        param([Parameter(Mandatory)] $VM, [Parameter(Mandatory)] [string] $Name)
        if ($PSCmdlet.ShouldProcess($VM.Name)) {
            $null = Invoke-SimulatorCall (Get-Variable DefaultVIServers -Scope Global -ValueOnly)[0] (
                '<CreateSnapshot_Task xmlns="urn:vim25"><_this type="VirtualMachine">{0}</_this><name>{1}</name><memory>false</memory><quiesce>false</quiesce></CreateSnapshot_Task>' -f
                ($VM.Id -replace '^VirtualMachine-'), [Security.SecurityElement]::Escape($Name))
            [pscustomobject]@{ VM = $VM.Name; Name = $Name }
        }
    }

    # One SOAP call in a connection's session; its answer as text.
    function global:Invoke-SimulatorCall($Server, [string] $Call) {
        $request = [Net.Http.HttpRequestMessage]::new('Post', $Server.ServiceUri)
        $request.Headers.Add('User-Agent', 'PowerCLI-stand-in')
        if ($Server.SessionSecret) { $request.Headers.Add('Cookie', "vmware_soap_session=$($Server.SessionSecret)") }
        $request.Content = [Net.Http.StringContent]::new("<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body>$Call</Body></Envelope>", [Text.Encoding]::UTF8, 'text/xml')
        $answer = $Server.Client.Send($request)
        $text = $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()
        if (-not $answer.IsSuccessStatusCode) {
            # vCenter Server has these words in its fault; the simulator leaves them out.
            if ($text -match '<NotAuthenticatedFault ') { throw [InvalidOperationException] 'The session is not authenticated.' }
            throw [InvalidOperationException] "The simulator refused: $text"
        }
        $text
    }
}

function Clear-SimulatedPowerCli {
    foreach ($server in Get-Variable DefaultVIServers -Scope Global -ValueOnly -ErrorAction Ignore) { $server.Client.Dispose() }
    Remove-Item function:Connect-VIServer, function:Disconnect-VIServer, function:Get-VM, function:New-Snapshot, function:Invoke-SimulatorCall -ErrorAction Ignore
    Remove-Variable DefaultVIServers -Scope Global -ErrorAction Ignore
}

# What the simulator counted: Users (logins, sessions in its own list, the most there were), Calls and Refused by method.
function Get-SimulatorCount($Simulator) {
    Invoke-RestMethod ($Simulator.Url -replace '/sdk$', '/counts') -SkipCertificateCheck
}
