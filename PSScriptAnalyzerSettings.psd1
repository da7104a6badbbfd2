# What PSScriptAnalyzer checks in every script here, in editors and in tests/Pester/Help.Tests.ps1.
@{
    IncludeDefaultRules = $true
    Rules               = @{
        PSAvoidSemicolonsAsLineTerminators = @{ Enable = $true }
        PSUseCorrectCasing                 = @{ Enable = $true }
        PSPlaceOpenBrace                   = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $false; IgnoreOneLineBlock = $true }
    }
}
