# PSScriptAnalyzer is optional: the module's rules in it, and what it finds in this project's scripts.
BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $hasAnalyzer = [bool] (Get-Module -ListAvailable PSScriptAnalyzer)
    $scripts = @(Get-ChildItem $root -Recurse -File -Include *.ps1, *.psm1, *.psd1 |
            ForEach-Object { @{ Script = [IO.Path]::GetRelativePath($root, $_.FullName).Replace('\', '/') } } |
            Where-Object { $_.Script -notmatch '(^|/)(bin|obj|out|artifacts)/' })
}

Describe 'PSScriptAnalyzer' {
    if (-not $hasAnalyzer) {
        It 'is not installed (Install-PSResource PSScriptAnalyzer)' -Skip { }
        return
    }

    BeforeAll {
        $root = (Resolve-Path "$PSScriptRoot/../..").Path
        $module = Join-Path $root 'out/VcsaAuthGuard'
        $sample = Join-Path $root 'samples/scripts/nightly-snapshots.ps1'
        $settings = Join-Path $root 'PSScriptAnalyzerSettings.psd1'
        Import-Module $module -Force
        Import-Module PSScriptAnalyzer
    }

    It 'finds nothing in <Script>' -ForEach $scripts {
        # The files that a manifest names stand beside it only in the built module.
        $analyzed = Join-Path $(if ($Script -eq 'VcsaAuthGuard.psd1') { $module } else { $root }) $Script
        $source = [IO.File]::ReadAllText($analyzed)
        $findings = Invoke-ScriptAnalyzer -Path $analyzed -Settings $settings | Where-Object {
            # The analyzer does not see a use in another script block: of a parameter, or (in Pester) of a BeforeAll's variable.
            $isUsedElsewhere = $_.RuleName -in 'PSReviewUnusedParameter', 'PSUseDeclaredVarsMoreThanAssignments' -and
                [regex]::Matches($source, "\`$$($_.Extent.Text.TrimStart('$'))\b").Count -gt 1
            -not $isUsedElsewhere
        }
        $findings | ForEach-Object { "$($_.Line): $($_.RuleName): $($_.Message)" } | Should -BeNullOrEmpty
    }

    It 'finds with the rules of this module what Test-VcsaScript finds, each once' {
        $rules = Join-Path $module 'Rules/VcsaAuthGuard.Rules.psm1'
        $found = @(Invoke-ScriptAnalyzer -Path $sample -CustomRulePath $rules)
        $found | ForEach-Object { "$($_.Line):$($_.Column) $($_.RuleName) $($_.Severity)" } | Sort-Object |
            Should -Be (Test-VcsaScript $sample | ForEach-Object { "$($_.Line):$($_.Column) Measure-Vcsa$($_.Rule) $($_.Severity)" } | Sort-Object)
        $found.Extent.Text -join '' | Should -Not -Match 'Winter'
        $suppressed = "[Diagnostics.CodeAnalysis.SuppressMessageAttribute('Measure-VcsaSessionLeak', '')]`nparam()`nConnect-VIServer vc1`nGet-VM"
        Invoke-ScriptAnalyzer -ScriptDefinition $suppressed -CustomRulePath $rules | Should -BeNullOrEmpty
        @(Invoke-ScriptAnalyzer -Path $sample -CustomRulePath $rules -ExcludeRule Measure-VcsaSessionLeak).Count | Should -Be 5
        @(Invoke-ScriptAnalyzer -ScriptDefinition '& { $l | % { & { Connect-VIServer vc1; Get-VM } } }' -CustomRulePath $rules | Where-Object RuleName -EQ Measure-VcsaLoginPerItem).Count | Should -Be 1
    }
}
