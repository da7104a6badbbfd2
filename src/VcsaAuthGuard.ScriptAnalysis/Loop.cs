using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Represents code that runs once per item: a loop, or a command that runs a script block for each object.</summary>
/// <param name="Site">The loop or the command.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Variables">The variables that are another in each round.</param>
/// <param name="Items">What it runs over, where that can be seen.</param>
internal sealed record Loop(Ast Site, string Name, IReadOnlyList<string> Variables, IReadOnlyList<Ast> Items)
{
    private const string ProcessName = "process block";
    private const string PollingName = "polling loop";

    // A loop without a collection runs over items when its condition counts or fetches them; others wait, repeat or show a menu.
    private static readonly string[] CountingMembers = ["Count", "Length", "ReadLine", "Dequeue", "MoveNext", "EndOfStream", "Peek"];

    /// <summary>Gets the items for which the loop repeats its body.</summary>
    public string Each => Name switch
    {
        ProcessName => "object that the pipeline brings to the process block",
        PollingName => "round of the polling loop",
        _ => $"item of the {Name}",
    };

    /// <summary>Returns the loop whose body a piece of code is; null if it is not a loop's body.</summary>
    public static Loop? Around(Ast code, ScriptModel script) =>
        code.Parent switch
        {
            ForEachStatementAst loop when loop.Body == code => new(loop, "foreach", [loop.Variable.Name()], [loop.Condition]),
            ForStatementAst loop when loop.Body == code => new(
                loop,
                "for",
                [.. Assigned(loop.Initializer), .. Assigned(loop.Iterator)],
                []
            ),
            LoopStatementAst loop when loop.Body == code && loop.Condition is not null && Counts(loop.Condition) => new(
                loop,
                "while",
                [.. Assigned(loop.Condition), .. Assigned(loop.Body)],
                []
            ),
            LoopStatementAst loop when loop.Body == code && loop.Condition is not null && Polls(loop, script) => new(
                loop,
                PollingName,
                [],
                []
            ),
            ScriptBlockAst body when body.ProcessBlock == code && PipelineInput.Variables(body) is { Length: > 0 } variables => new(
                body.ProcessBlock,
                ProcessName,
                variables,
                []
            ),
            CommandAst command
                when IsBlock(code) && script.Call(command) is { } call && RunsForEach(call, code) => new(
                command,
                call.Name,
                ["_"],
                [.. call.Upstream, .. Given(call, "InputObject")]
            ),
            CommandParameterAst { Argument: { } argument, Parent: CommandAst command }
                when argument == code
                    && script.Call(command) is { } call
                    && IsBlock(code)
                    && RunsForEach(call, code) => new(command, call.Name, ["_"], [.. call.Upstream, .. Given(call, "InputObject")]),
            InvokeMemberExpressionAst { Member: StringConstantExpressionAst member } method
                when IsBlock(code) && method.Expression != code && (member.Value.Is("ForEach") || member.Value.Is("Where")) => new(
                method,
                $".{member.Value}()",
                ["_"],
                [method.Expression]
            ),
            _ => null,
        };

    private static IEnumerable<Ast> Given(CommandCall call, string parameter) => call.Find(parameter, 2)?.Value is Ast value ? [value] : [];

    // A script block, or a variable that holds one.
    private static bool IsBlock(Ast code) => code is ScriptBlockExpressionAst or VariableExpressionAst;

    // Waits between rounds, and ends at no item: while ($true), or until a time or a state is reached.
    private static bool Polls(LoopStatementAst loop, ScriptModel script)
    {
        Ast condition = loop is LabeledStatementAst { Condition: { } asked } ? asked : loop.Body;
        string[] assigned = [.. Assigned(loop.Body)];
        bool isOpen = !condition.Variables().Any(name => assigned.Contains(name, StringComparer.OrdinalIgnoreCase))
            && (!condition.Variables().Any() || condition.All<CommandAst>().Any(command => script.Call(command).Name.Is("Get-Date")));
        return isOpen
            && loop.Body.All<CommandAst>().Any(command => script.Call(command).Name.Is("Start-Sleep"))
            && !loop.Body.All<CommandAst>().Any(command => script.Call(command).Name.Is("Read-Host"));
    }

    private static bool RunsForEach(CommandCall call, Ast block)
    {
        if (block is VariableExpressionAst && (call.Name.Is(CommandNames.Where) || !call.Name.Is(CommandNames.ForEach)))
        {
            return false;
        }

        if (call.Name.Is(CommandNames.Where))
        {
            return true;
        }

        Argument? given = call.Arguments.FirstOrDefault(argument => argument.Value == block);
        if (call.Name.Is(CommandNames.Batch))
        {
            // Once for each batch, or for each item of it; its other blocks (-Reconnect) run when there is need.
            return given is { Parameter: null } || given?.Is("ScriptBlock", 1) == true || given?.Is("Process", 1) == true;
        }

        if (!call.Name.Is(CommandNames.ForEach))
        {
            return false;
        }

        if (given?.Parameter is not null)
        {
            return !given.Is("Begin", 1) && !given.Is("End", 1);
        }

        // Of two or more blocks the first runs before all items, of three the last after them.
        List<Ast> blocks = [.. call.Positional.Where(IsBlock)];
        int index = blocks.IndexOf(block);
        return !(blocks.Count >= 2 && index == 0) && !(blocks.Count >= 3 && index == blocks.Count - 1);
    }

    private static IEnumerable<string> Assigned(Ast? code) =>
        code is null
            ? []
            : code.All<AssignmentStatementAst>()
                .SelectMany(assignment => assignment.Left.Variables())
                .Concat(
                    code.All<UnaryExpressionAst>()
                        .Where(unary =>
                            unary.TokenKind
                                is TokenKind.PostfixPlusPlus
                                    or TokenKind.PostfixMinusMinus
                                    or TokenKind.PlusPlus
                                    or TokenKind.MinusMinus
                        )
                        .SelectMany(unary => unary.Child.Variables())
                );

    private static bool Counts(Ast condition) =>
        condition
            .All<MemberExpressionAst>()
            .Any(member =>
                member.Member is StringConstantExpressionAst { Value: { } name } && CountingMembers.Any(counting => counting.Is(name))
            );
}
