using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Provides queries on a syntax tree.</summary>
internal static class Syntax
{
    private static readonly HashSet<string> Constants = new(StringComparer.OrdinalIgnoreCase)
    {
        "true",
        "false",
        "null",
        "PSScriptRoot",
        "PWD",
        "env",
    };

    /// <summary>Gets the number of nodes that this thread has visited, by which a test sees how the work grows with a script.</summary>
    [field: ThreadStatic]
    internal static long NodesVisited { get; private set; }

    public static IEnumerable<T> All<T>(this Ast ast)
        where T : Ast => ast.FindAll(Is<T>, searchNestedScriptBlocks: true).Cast<T>();

    private static bool Is<T>(Ast node)
    {
        NodesVisited++;
        return node is T;
    }

    public static IEnumerable<Ast> Ancestors(this Ast ast)
    {
        for (Ast? parent = ast.Parent; parent is not null; parent = parent.Parent)
        {
            yield return parent;
        }
    }

    /// <summary>Returns the function that a piece of code is in; null at the script's own level.</summary>
    public static FunctionDefinitionAst? Function(this Ast ast) => ast.Ancestors().OfType<FunctionDefinitionAst>().FirstOrDefault();

    /// <summary>Returns the expression without parentheses, type conversions and single-expression pipelines around it.</summary>
    public static Ast Unwrap(this Ast ast) => ast switch
    {
        PipelineAst { PipelineElements: { Count: 1 } elements } => elements[0].Unwrap(),
        CommandExpressionAst command => command.Expression.Unwrap(),
        ParenExpressionAst paren => paren.Pipeline.Unwrap(),
        ConvertExpressionAst convert => convert.Child.Unwrap(),
        SubExpressionAst { SubExpression.Statements: { Count: 1 } statements } => statements[0].Unwrap(),
        ArrayExpressionAst { SubExpression.Statements: { Count: 1 } statements } => statements[0].Unwrap(),
        _ => ast,
    };

    /// <summary>Returns a variable's name without its scope ($global:vm, $using:vm, $vm: vm).</summary>
    public static string Name(this VariableExpressionAst variable)
    {
        string path = variable.VariablePath.UserPath;
        return path.Substring(path.LastIndexOf(':') + 1);
    }

    /// <summary>Returns the names of all variables in a piece of code. $PSItem is $_.</summary>
    public static IEnumerable<string> Variables(this Ast ast) =>
        ast.All<VariableExpressionAst>()
            .Select(Name)
            .Where(name => !Constants.Contains(name))
            .Select(name => name.Is("PSItem") ? "_" : name);

    public static bool Contains(this Ast outer, Ast inner) =>
        outer.Extent.StartOffset <= inner.Extent.StartOffset && inner.Extent.EndOffset <= outer.Extent.EndOffset;

    /// <summary>Returns the statements of the list that contains a statement; null if no list contains it.</summary>
    public static IReadOnlyList<StatementAst>? Siblings(this Ast statement) => statement.Parent switch
    {
        StatementBlockAst block => block.Statements,
        NamedBlockAst block => block.Statements,
        _ => null,
    };

    /// <summary>Returns the statement in a list of statements that a piece of code belongs to.</summary>
    public static StatementAst? Statement(this Ast ast) =>
        new[] { ast }.Concat(ast.Ancestors()).OfType<StatementAst>().FirstOrDefault(node => node.Siblings() is not null);

    /// <summary>Returns the index of the first of some code in order that ends after an offset.</summary>
    public static int FirstEndingAfter(IReadOnlyList<Ast> code, int offset)
    {
        (int low, int high) = (0, code.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = code[middle].Extent.EndOffset <= offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public static bool HasWildcard(this string text) => text.IndexOfAny(['*', '?', '[']) >= 0;
}
