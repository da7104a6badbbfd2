# Imports the module under test: the built one, or that of VCSA_TESTS_MODULE. Dot-source in BeforeAll.
$module = $env:VCSA_TESTS_MODULE ?? (Resolve-Path "$PSScriptRoot/../../out/VcsaAuthGuard").Path
Import-Module $module -Force
