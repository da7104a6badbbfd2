using System.Reflection;

namespace VcsaAuthGuard.Benchmarks;

/// <summary>The sources this program was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "RepositoryRoot").Value!;
}
