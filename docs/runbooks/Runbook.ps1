# What the runbooks share; each of them reads it from its own folder.

function Assert-Given([string] $Name, [object] $Value) {
    if (-not $Value) { Set-ItResult -Skipped -Because "$Name was not given" }
}

function Get-ClockText([DateTimeOffset] $Time) { $Time.ToUniversalTime().ToString('yyyy-MM-dd HH:mm:ss') + 'Z' }

# Says whether logs are vpxd's, how many entries were understood, from when to when they reach, and whether that covers a time.
function Get-LogCoverage([string[]] $Path, [Nullable[DateTimeOffset]] $From, [Nullable[DateTimeOffset]] $To) {
    if (-not $Path) { return }
    $read = @(Get-VcsaDiagnosis -Path $Path -ErrorAction SilentlyContinue -WarningAction SilentlyContinue)
    $known = @($read | Where-Object { $_.From -and -not ($_.MissingEvidence | Where-Object Statement -Match 'no entry of vpxd') })
    if (-not $known) {
        return [pscustomobject]@{ IsCovered = $false; Text = 'These are no vpxd logs: no entry of vpxd was understood. Next: give vpxd*.log of the night, or a support bundle.' }
    }
    $first = ($known | Sort-Object From | Select-Object -First 1).From
    $last = ($known | Sort-Object To | Select-Object -Last 1).To
    $text = "These are vpxd logs, $($known[0].Counts.Entries) entries, from $(Get-ClockText $first) to $(Get-ClockText $last)"
    $isCovered = -not (($From -and $first -gt $From) -or ($To -and $last -lt $To))
    $asked = @(if ($From) { "from $(Get-ClockText $From)" }) + @(if ($To) { "to $(Get-ClockText $To)" }) -join ' '
    [pscustomobject]@{
        IsCovered = $isCovered
        Text      = if (-not $isCovered) { "$text, and they do not cover the time asked for, $asked. Next: give logs of that time." }
        elseif ($asked) { "$text, and they cover the time asked for, $asked." }
        else { "$text." }
    }
}

# Ends a test without a result where the logs do not allow one.
function Assert-Covered([object] $Coverage) {
    if ($Coverage -and -not $Coverage.IsCovered) { Set-ItResult -Inconclusive -Because $Coverage.Text }
}
