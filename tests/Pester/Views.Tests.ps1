BeforeDiscovery {
    . "$PSScriptRoot/Module.ps1"
    . "$PSScriptRoot/ViewSamples.ps1"
    $views = Get-View $module
    # A plan has a heading of several lines above its table.
    $tables = $views.Where({ $_.Kind -eq 'TableControl' -and $_.Type -notlike '*PlannedWindow' })
    $seen = @{}
    foreach ($table in $tables) { $table.IsFirst = -not $seen[$table.Type]; $seen[$table.Type] = $true }
    # What cmdlets return has a list of its own, so that nothing of a log is shown as it is.
    $outputs = (Get-Command -Module VcsaAuthGuard).OutputType.Type.ForEach({ $_.FullName }) + $views.ForEach({ $_.Type }) |
        Where-Object { $_ -like 'VcsaAuthGuard.*' -and $_ -notlike '*.Watch.*' } | Sort-Object -Unique | ForEach-Object { @{ Type = $_ } }
    $types = $views.ForEach({ $_.Type }) | Sort-Object -Unique | Where-Object { $_ -notlike '*VcsaAuthGuard.Watch.*' } | ForEach-Object { @{ Type = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/Module.ps1"
    . "$PSScriptRoot/ViewSamples.ps1"
    Test-VcsaScript -ScriptDefinition 'Get-Date' # loads the assembly of the rules
    $assemblies = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -like 'VcsaAuthGuard*' })
    function Get-SampleObject([string] $TypeName) {
        $name = $TypeName -replace '^Deserialized\.' -replace '#\w+$' -replace '^VcsaAuthGuard\.Watch\.\w+$', 'VcsaAuthGuard.Faults.AuthFault'
        $type = @($assemblies.ForEach({ $_.GetType($name) }).Where({ $_ }))[0]
        $type | Should -Not -BeNullOrEmpty -Because "a view names $TypeName"
        $item = New-SampleObject $type
        if ($TypeName -like '*VcsaAuthGuard.Watch.*' -or $TypeName -like '*#*') { $item.PSObject.TypeNames.Insert(0, ($TypeName -replace '^Deserialized\.')) }
        if ($TypeName -notlike 'Deserialized.*') { return $item }
        [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($item, 2))
    }
    $records = '(System\.[\w.]+(\[\]|`\d)|VcsaAuthGuard\.[\w.]+(\[\]|`\d| \{)|\w+ \{ \w+ = |ItemList)'

    # The text of each column: its lines joined, as a reader joins them.
    function Get-Cell([string] $Text, $Headers, [int] $Width) {
        $lines = $Text -split "`r?`n" | Where-Object { $_ -and $_ -notmatch '^\s*Server: ' }
        $rule = [array]::FindIndex([string[]] $lines, [Predicate[string]] { param($line) $line -match '^\s*-+( +-+)*\s*$' })
        $from = 0
        for ($index = 0; $index -lt $Headers.Count; $index++) {
            $size = if ($Headers[$index].Width) { [int]$Headers[$index].Width } else { $Width - $from }
            $cells = $lines | ForEach-Object { $_.PadRight($Width + 1).Substring([Math]::Min($from, $Width), [Math]::Max(0, [Math]::Min($size, $Width - $from))).Trim() }
            [pscustomobject]@{ Title = -join $cells[0..($rule - 1)]; Lines = $rule; Text = -join $cells[($rule + 1)..($cells.Count)] -replace '\s' }
            $from += $size + 1
        }
    }
}

Describe 'The views of objects' {
    It 'give each header its room, and the fixed columns of a table 79' -ForEach $tables {
        $headers = @($Control.TableHeaders.TableColumnHeader)
        foreach ($header in $headers.Where({ $_.Width })) { [int]$header.Width | Should -BeGreaterOrEqual $header.Label.Length -Because "$View, $($header.Label)" }
        $last = @($Control.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem)[-1].ScriptBlock
        if ($last -match 'LastColumn\(\$Host, (\d+),') {
            [int]$Matches[1] | Should -Be (($headers.Width | Measure-Object -Sum).Sum + $headers.Count - 1) -Because "the last column of $View breaks its lines by it"
        }
        if ($View -eq 'Wide') { return }
        $elastic = $headers.Where({ -not $_.Width })
        ($headers.Width | Measure-Object -Sum).Sum + $headers.Count - 1 + 12 * $elastic.Count | Should -BeLessOrEqual 79 -Because $View
        if ($elastic) { $headers[-1].Width | Should -BeNullOrEmpty -Because "only the last column of $View is elastic" }
    }

    It 'cut nothing off in a table of 80, 100 or 120 columns' -ForEach $tables {
        $sample = Get-SampleObject $Type
        $headers = @($Control.TableHeaders.TableColumnHeader)
        foreach ($width in $View -eq 'Wide' ? 400 : 80, 100, 120) {
            $why = "$View of $Type at $width"
            $text = $sample | Format-Table -View $View | Out-String -Width $width
            $text | Should -Not -Match $records -Because $why
            if ($headers.Label -notcontains 'Code') { $text | Should -Not -Match '…' -Because $why }
            ($text -split "`r?`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $width -Because $why
            $cells = @(Get-Cell $text $headers $width)
            $cells.Title | Should -Be $headers.Label -Because $why
            $cells[0].Lines | Should -Be 1 -Because "a header is one line, $why"
            foreach ($name in 'User', 'UserName', 'Server', 'Datastore', 'Name') {
                $cell = $cells.Where({ $_.Title -eq $name })
                if ($cell -and $sample.$name -is [string]) { $cell.Text | Should -Be ($sample.$name -replace '\s') -Because "$name is a key, $why" }
            }
            $client = $cells.Where({ $_.Title -eq 'Client' })
            if ($client) { $client.Text | Should -Match ([regex]::Escape($hosts[1])) -Because $why }
        }
        if ($IsFirst) { ($sample | Format-Table | Out-String -Width 100) | Should -Be ($sample | Format-Table -View $View | Out-String -Width 100) -Because "$View is what $Type is shown in" }
    }

    It 'read as a list at each width' -ForEach $types {
        $text = foreach ($width in 80, 100, 120) { Get-SampleObject $Type | Format-List | Out-String -Width $width }
        $text | Should -Not -BeNullOrEmpty
        $text -replace '\r?\n +' | Should -Not -Match $records -Because $Type
    }

    It 'show no control character of a log, in a list or a table' -ForEach $outputs {
        $hostile = $true
        foreach ($item in (Get-SampleObject $Type), (Get-SampleObject "Deserialized.$Type")) {
            # Without colours, every escape would be one of a log.
            $text = ($item | Format-List | Out-String -Width 200) + ($item | Out-String -Width 200)
            $text.IndexOfAny([char[]] (7, 27, 0x9B, 0x202E)) | Should -Be -1 -Because "$Type, $text"
        }
    }

    It 'stand for objects that read as a text' -ForEach $types.Where({ $_.Type -notlike 'Deserialized.*' }) {
        $text = try { "$(Get-SampleObject $Type)" } catch { throw "${Type}: $_" }
        $text | Should -Not -Match $records -Because $Type
        $text | Should -Not -BeLike 'VcsaAuthGuard.*' -Because $Type
        $text | Should -Not -BeNullOrEmpty -Because $Type
    }
}
