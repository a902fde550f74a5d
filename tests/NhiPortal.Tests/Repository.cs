namespace NhiPortal.Tests;

/// <summary>Finds the checkout the tests run from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) => folder is null
        ? throw new InvalidOperationException("The tests must run from a checkout: NhiPortal.sln was not found above them.")
        : File.Exists(Path.Combine(folder.FullName, "NhiPortal.sln")) ? folder.FullName : Find(folder.Parent);
}
