namespace NhiPortal.EndToEnd;

/// <summary>Programs the tests need from the machine. A missing one skips the test and says how to install it; in CI it fails the test.</summary>
internal static class Prerequisite
{
    public static string Require(string program, string debianPackages)
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        var found = folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        if (found is null)
            Missing($"{program} is not installed: apt-get install {debianPackages}");
        return found!;
    }

    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") is "true")
            Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
