namespace NhiPortal.EndToEnd;

/// <summary>Programs the tests need from the machine. A missing one skips the test and says how to install it; in CI it fails the test.</summary>
internal static class Prerequisite
{
    public static string Require(string program, string debianPackages)
    {
        string[] folders = [.. Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [], "/usr/sbin", .. PostgresFolders()];
        var found = folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        if (found is null)
            Missing($"{program} is not installed: apt-get install {debianPackages}");
        return found!;
    }

    // Debian keeps each version's servers in a folder of their own, which is on nobody's path.
    private static IEnumerable<string> PostgresFolders() =>
        Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")) : [];

    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") is "true")
            Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
