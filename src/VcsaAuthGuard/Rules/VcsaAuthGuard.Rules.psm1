# The rules of Test-VcsaScript for PSScriptAnalyzer: Invoke-ScriptAnalyzer -CustomRulePath <this file>. Each function is one rule;
# the analyzer calls it with each script. Nothing is analyzed here: the module's own code does that.
Import-Module (Join-Path (Split-Path $PSScriptRoot) 'VcsaAuthGuard.psd1')

function ConvertTo-DiagnosticRecord {
    param([System.Management.Automation.Language.ScriptBlockAst] $Script, [string] $Rule)

    # Some versions of the analyzer call with each script block too: it is part of a script that was analyzed whole.
    if ($Script.Parent) { return }
    foreach ($finding in [VcsaAuthGuard.Commands.AnalyzerRules]::Find($Script, @($Rule))) {
        $position = {
            param($Line, $Column)
            [System.Management.Automation.Language.ScriptPosition]::new($finding.File, $Line, $Column, $finding.Code)
        }
        [Microsoft.Windows.PowerShell.ScriptAnalyzer.Generic.DiagnosticRecord] @{
            Message  = "$($finding.Message) $($finding.Remedy)"
            Extent   = [System.Management.Automation.Language.ScriptExtent]::new(
                (& $position $finding.Line $finding.Column), (& $position $finding.EndLine $finding.EndColumn))
            # The function's name: rules are included and excluded by it, and what suppresses a finding compares it with this.
            RuleName = "Measure-Vcsa$Rule"
            Severity = "$($finding.Severity)"
        }
    }
}

function Measure-VcsaLoginPerItem {
    <#
    .SYNOPSIS
    A login at vCenter Server for each item of a loop, where one login would do.
    .DESCRIPTION
    A login at vCenter Server for each item of a loop, where one login would do.
    #>
    [CmdletBinding()]
    [OutputType([object[]])]
    param([Parameter(Mandatory)] [System.Management.Automation.Language.ScriptBlockAst] $ScriptBlockAst)

    ConvertTo-DiagnosticRecord -Script $ScriptBlockAst -Rule LoginPerItem
}

function Measure-VcsaSessionLeak {
    <#
    .SYNOPSIS
    A login whose session stays behind on a path out of the script.
    .DESCRIPTION
    A login whose session stays behind on a path out of the script.
    #>
    [CmdletBinding()]
    [OutputType([object[]])]
    param([Parameter(Mandatory)] [System.Management.Automation.Language.ScriptBlockAst] $ScriptBlockAst)

    ConvertTo-DiagnosticRecord -Script $ScriptBlockAst -Rule SessionLeak
}

function Measure-VcsaUnpacedBulk {
    <#
    .SYNOPSIS
    Snapshots, clones or moves of as many virtual machines as there are, without a pace.
    .DESCRIPTION
    Snapshots, clones or moves of as many virtual machines as there are, without a pace.
    #>
    [CmdletBinding()]
    [OutputType([object[]])]
    param([Parameter(Mandatory)] [System.Management.Automation.Language.ScriptBlockAst] $ScriptBlockAst)

    ConvertTo-DiagnosticRecord -Script $ScriptBlockAst -Rule UnpacedBulk
}

function Measure-VcsaPlainTextPassword {
    <#
    .SYNOPSIS
    A password that stands in the script.
    .DESCRIPTION
    A password that stands in the script.
    #>
    [CmdletBinding()]
    [OutputType([object[]])]
    param([Parameter(Mandatory)] [System.Management.Automation.Language.ScriptBlockAst] $ScriptBlockAst)

    ConvertTo-DiagnosticRecord -Script $ScriptBlockAst -Rule PlainTextPassword
}

function Measure-VcsaIgnoredCertificate {
    <#
    .SYNOPSIS
    Certificates that are not checked.
    .DESCRIPTION
    Certificates that are not checked.
    #>
    [CmdletBinding()]
    [OutputType([object[]])]
    param([Parameter(Mandatory)] [System.Management.Automation.Language.ScriptBlockAst] $ScriptBlockAst)

    ConvertTo-DiagnosticRecord -Script $ScriptBlockAst -Rule IgnoredCertificate
}

Export-ModuleMember -Function Measure-*
