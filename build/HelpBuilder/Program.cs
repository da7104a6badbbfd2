namespace HelpBuilder;

/// <summary>
/// Turns the pages in docs/en-US into the MAML file that Get-Help reads. Texts, examples and the order of parameters come from the
/// pages, everything else from the built assembly. A page that contradicts the assembly fails the build. With two arguments it merges the
/// format files instead.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is [string views, string formatFile])
        {
            ViewMerger.Merge(views, formatFile);
            return 0;
        }

        if (arguments is not [string assembly, string references, string pages, string output])
        {
            Console.Error.WriteLine("usage: HelpBuilder ASSEMBLY FILE-OF-REFERENCES FOLDER-OF-PAGES OUTPUT | FOLDER-OF-VIEWS OUTPUT");
            return 2;
        }

        IReadOnlyList<Cmdlet> cmdlets = CmdletReader.Read(assembly, File.ReadLines(references));
        List<PageError> errors = [];
        List<HelpPage> read = [];
        foreach (string file in Directory.EnumerateFiles(pages, "*-*.md").Order(StringComparer.OrdinalIgnoreCase))
        {
            try
            {
                read.Add(HelpPage.Parse(file, File.ReadAllText(file)));
            }
            catch (PageFormatException problem)
            {
                errors.Add(new(file, problem.Line, problem.Message));
            }
        }

        errors.AddRange(PageChecker.Check(cmdlets, read, pages));
        if (errors.Count > 0)
        {
            // MSBuild takes lines of this form for errors of its own.
            errors.ForEach(error => Console.WriteLine($"{error.File}({error.Line}): error HELP001: {error.Message}"));
            return 1;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        MamlWriter.Write(cmdlets, read, output);
        return 0;
    }
}
