using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Files;
using VcsaAuthGuard.ScriptAnalysis;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsDiagnostic.Test, "VcsaScript", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ScriptFinding), typeof(string))]
public sealed class TestVcsaScriptCommand : PSCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string DefinitionSet = "ScriptDefinition";

    private const int ListedFiles = 5;

    private static readonly string[] Extensions = [".ps1", ".psm1"];

    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<string> _skipped = [];
    private readonly List<ScriptFinding> _reported = [];
    private readonly Dictionary<ScriptRule, int> _leftOut = [];
    private ScriptRule[] _rules = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = DefinitionSet)]
    [ValidateNotNullOrEmpty]
    public string? ScriptDefinition { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public ScriptRule[]? Rule { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public ScriptRule[]? ExcludeRule { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public ScriptCategory[]? Category { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public ScriptSeverity[]? Severity { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Fix { get; set; }

    [Parameter]
    public SwitchParameter Sarif { get; set; }

    protected override void BeginProcessing()
    {
        ScriptCategory[] categories = Category ?? (Rule is null ? [ScriptCategory.Session] : []);
        _rules =
        [
            .. (Rule ?? ScriptRules.All)
                .Except(ExcludeRule ?? [])
                .Where(rule => categories.Length == 0 || categories.Contains(ScriptRules.CategoryOf(rule)))
                .Distinct(),
        ];
    }

    protected override void EndProcessing()
    {
        if (Sarif)
        {
            WriteObject(SarifLog.Create(_reported, CurrentProviderLocation("FileSystem").ProviderPath));
        }

        if (_leftOut.Count > 0)
        {
            string rules = string.Join(", ", _leftOut.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}"));
            WriteWarning($"Findings about passwords and certificates are left out: {rules}. To see them: -Category Session, Security.");
        }

        if (_skipped.Count > 0)
        {
            string more = _skipped.Count > ListedFiles ? $" and {_skipped.Count - ListedFiles} more" : "";
            WriteWarning(
                $"Skipped, no scripts ({string.Join(", ", Extensions)}): "
                    + $"{TerminalText.OneLine(string.Join(", ", _skipped.Take(ListedFiles)))}{more}."
            );
        }
    }

    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case DefinitionSet:
                TestText(ScriptDefinition!);
                break;
            case LiteralPathSet:
                Array.ForEach(LiteralPath, path => Resolve(path, isLiteral: true, isChosen: !MyInvocation.ExpectingInput));
                break;
            default:
                Array.ForEach(
                    Path,
                    path => Resolve(
                        path,
                        isLiteral: false,
                        isChosen: !MyInvocation.ExpectingInput && !WildcardPattern.ContainsWildcardCharacters(path)
                    )
                );
                break;
        }
    }

    // A file is chosen when its own path was typed; others come from a wildcard or the pipeline.
    private void Resolve(string path, bool isLiteral, bool isChosen)
    {
        try
        {
            ProviderInfo provider;
            Collection<string> resolved = isLiteral
                ? [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : GetResolvedProviderPathFromPSPath(path, out provider);
            if (provider.Name != "FileSystem")
            {
                WriteError(ErrorRecords.NotFileSystem(path, provider.Name));
                return;
            }

            if (resolved.Count == 0)
            {
                WriteError(ErrorRecords.ScriptNotFound(path, new ItemNotFoundException($"Nothing matches '{path}'.")));
            }

            foreach (string item in resolved)
            {
                if (isChosen || IsScript(item) || Directory.Exists(item))
                {
                    TestItem(item);
                }
                else
                {
                    _skipped.Add(System.IO.Path.GetFileName(item));
                }
            }
        }
        catch (Exception e)
            when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            WriteError(ErrorRecords.ScriptNotFound(path, e));
        }
    }

    private static bool IsScript(string path) =>
        Extensions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private void TestItem(string path)
    {
        if (!Directory.Exists(path))
        {
            TestFile(path);
            return;
        }

        try
        {
            string[] files = Directory.GetFiles(path);
            Array.Sort(files, StringComparer.Ordinal);
            Array.ForEach(Array.FindAll(files, IsScript), TestFile);

            string[] folders = Recurse ? Directory.GetDirectories(path) : [];
            Array.Sort(folders, StringComparer.Ordinal);
            // A link to a folder may lead back to where it stands.
            foreach (string folder in folders.Where(folder => (File.GetAttributes(folder) & FileAttributes.ReparsePoint) == 0))
            {
                TestItem(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.ScriptUnreadable(path, e));
        }
    }

    private void TestFile(string path)
    {
        if (!_read.Add(path))
        {
            return;
        }

        try
        {
            ScriptText script = ScriptText.Read(path);
            if (Find(script.Text, path) is not ScriptFinding[] findings)
            {
                return;
            }

            bool isFixed = Fix && findings.Any(finding => finding.CanFix) && ApplyFixes(path, script);
            Write(findings.Select(finding => isFixed && finding.CanFix ? finding with { IsFixed = true } : finding));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            WriteError(ErrorRecords.ScriptNotFound(path, e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.ScriptUnreadable(path, e));
        }
    }

    private void TestText(string text) => Write(Find(text, null) ?? []);

    private ScriptFinding[]? Find(string text, string? path)
    {
        ScriptBlockAst script = ScriptParser.Parse(text, path, out ParseError[] mistakes);
        if (mistakes.Length > 0)
        {
            WriteError(ErrorRecords.ScriptNotParsed(path, mistakes));
            return null;
        }

        bool isDefault = Rule is null && Category is null;
        ScriptRule[] others = isDefault ? [.. ScriptRules.All.Except(_rules).Except(ExcludeRule ?? [])] : [];
        ILookup<bool, ScriptFinding> found = ScriptRules
            .Find(script, [.. _rules, .. others])
            .ToLookup(finding => _rules.Contains(finding.Rule));
        foreach (ScriptFinding finding in found[false])
        {
            _leftOut[finding.Rule] = _leftOut.TryGetValue(finding.Rule, out int count) ? count + 1 : 1;
        }

        return [.. found[true]];
    }

    private bool ApplyFixes(string path, ScriptText script)
    {
        FixPlan plan = FixPlan.Create(script.Text, path, _rules);
        ScriptParser.Parse(plan.Text, path, out ParseError[] mistakes);
        if (mistakes.Length > 0)
        {
            WriteError(ErrorRecords.ScriptNotFixed(path, "the changed script would not parse."));
            return false;
        }

        string what = $"{path}: put {string.Join("; ", plan.Summaries)}.{plan.Change(script.Text)}";
        if (!ShouldProcess(what, what, "Test-VcsaScript -Fix"))
        {
            return false;
        }

        try
        {
            AtomicFile.Write(path, script.ToBytes(plan.Text));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.ScriptNotFixed(path, e.Message));
            return false;
        }
    }

    private void Write(IEnumerable<ScriptFinding> findings)
    {
        ScriptFinding[] wanted = [.. findings.Where(finding => Severity is null || Severity.Contains(finding.Severity))];
        if (Sarif)
        {
            _reported.AddRange(wanted);
        }
        else
        {
            WriteObject(wanted, enumerateCollection: true);
        }
    }
}
