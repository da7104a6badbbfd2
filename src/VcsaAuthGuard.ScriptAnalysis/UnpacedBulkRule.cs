using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>
/// Reports snapshots taken or removed, clones and moves of all virtual machines that Get-VM or a file returns, outside of
/// Invoke-VcsaBatch. A loop that waits or ends itself paces itself and is not reported.
/// </summary>
internal sealed class UnpacedBulkRule : IScriptRule
{
    // The methods of a virtual machine in the vSphere API that start such a task.
    private static readonly string[] BulkMethods =
    [
        "CreateSnapshot_Task", "CreateSnapshotEx_Task", "RemoveSnapshot_Task", "RemoveAllSnapshots_Task", "ConsolidateVMDisks_Task",
        "RelocateVM_Task", "MigrateVM_Task", "CloneVM_Task", "CreateSnapshot", "CreateSnapshotEx", "RemoveAllSnapshots", "RelocateVM",
        "CloneVM", "MigrateVM",
    ];

    public ScriptRule Rule => ScriptRule.UnpacedBulk;

    public ScriptSeverity Severity => ScriptSeverity.Warning;

    public IEnumerable<RuleHit> Find(ScriptModel script)
    {
        Bounds bounds = new(script);
        foreach (CommandCall call in script.Calls)
        {
            if (IsBulk(call) && !IsPaced(call.Ast, script) && Source(call, bounds) is CommandCall source)
            {
                yield return Hit(call.Ast, call.Name, source, Rewritten(call));
            }
        }

        foreach (InvokeMemberExpressionAst method in script.MethodCalls)
        {
            if (
                method.Member is StringConstantExpressionAst { Value: { } name }
                && Array.Exists(BulkMethods, known => known.Is(name))
                && !IsPaced(method, script)
                && InLoop(method, bounds, script) is CommandCall source
            )
            {
                yield return Hit(method, name + "()", source, $"-PerItem {{ $_.{name}(...) }}");
            }
        }
    }

    private static RuleHit Hit(Ast code, string name, CommandCall source, string rewritten) => new(
        code.Extent,
        $"{name} runs for every {(IsList(source) ? "entry" : "virtual machine")} that {source.Name} in line "
            + $"{source.Ast.Extent.StartLineNumber} returns, without a limit or pauses.",
        $"Process them in batches: ... | Invoke-VcsaBatch {rewritten}. Or limit them: by name, or with Select-Object -First.");

    private static bool IsList(CommandCall source) => source.Name.Is("Get-Content") || source.Name.Is("Import-Csv");

    // The object of the method, or the objects that the loop around it goes through: (Get-View $vm), $vm.ExtensionData, $_.
    private static CommandCall? InLoop(InvokeMemberExpressionAst method, Bounds bounds, ScriptModel script)
    {
        if (bounds.Source(method.Expression) is CommandCall direct)
        {
            return direct;
        }

        HashSet<string> depends = script.DependsOn([method.Expression]);
        return method.Ancestors()
            .Select(code => Loop.Around(code, script))
            .Where(loop => loop is not null && loop.Variables.Any(depends.Contains))
            .Select(loop => loop!.Site is CommandAst command
                ? bounds.Pipeline(script.Call(command).Upstream)
                : loop.Items.Select(bounds.Source).FirstOrDefault(source => source is not null))
            .FirstOrDefault(source => source is not null);
    }

    // A batch is an array, which New-VM does not take.
    private static string Rewritten(CommandCall call) =>
        call.Name.Is("New-VM") ? "-PerItem { New-VM -VM $_ ... }" : $"{{ $_ | {call.Name} ... }}";

    private static bool IsBulk(CommandCall call) =>
        !call.IsOn("WhatIf", 4)
        && (call.Name.Is("New-Snapshot") || call.Name.Is("Remove-Snapshot") || call.Name.Is("Move-VM")
            || (call.Name.Is("New-VM") && Clone(call) is not null));

    private static Argument? Clone(CommandCall call) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter is not null && argument.Parameter.Is("VM"));

    private static CommandCall? Source(CommandCall call, Bounds bounds)
    {
        IEnumerable<Ast?> values = call.Name switch
        {
            "New-VM" => [Clone(call)?.Value],
            "Remove-Snapshot" => [call.Find("Snapshot", 1)?.Value, call.Positional.FirstOrDefault()],
            _ => [call.Find("VM", 2)?.Value, call.Positional.FirstOrDefault()],
        };
        return bounds.Pipeline(call.Upstream)
            ?? values.Select(value => value is null ? null : bounds.Source(value)).FirstOrDefault(source => source is not null);
    }

    private static bool IsPaced(Ast bulk, ScriptModel script)
    {
        foreach (Ast code in new[] { bulk }.Concat(bulk.Ancestors()))
        {
            bool isInBatch = code is CommandAst outer && script.Call(outer).Name.Is(CommandNames.Batch);
            bool isPicked =
                code.Parent is IfStatementAst choice
                && choice.Clauses.Any(clause => clause.Item2 == code && Bounds.PicksByName(clause.Item1));
            if (isInBatch || isPicked || (Loop.Around(code, script) is Loop loop && PacesItself(loop, script)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool PacesItself(Loop loop, ScriptModel script) =>
        loop.Site.All<CommandAst>()
            .Any(command =>
                script.Call(command).Name is var name && (name.Is("Start-Sleep") || name.Is("Wait-Task") || name.Is("Read-Host"))
            ) || loop.Site.All<BreakStatementAst>().Any(end => end.Ancestors().OfType<LoopStatementAst>().FirstOrDefault() == loop.Site);
}
