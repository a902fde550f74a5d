using NhiPortal.Data;

namespace NhiPortal.Tests.Data;

public sealed class KeyFileTests
{
    [Fact]
    public async Task Make_ByManyAtOnce_LeavesOneKeyAndNoDraft()
    {
        var folder = Directory.CreateTempSubdirectory("nhiportal-keyfile-");
        var file = Path.Combine(folder.FullName, "log-signing.pem");

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => KeyFile.Make(file), TestContext.Current.CancellationToken)));

        Assert.Equal(file, Assert.Single(folder.GetFiles()).FullName);
        folder.Delete(true);
    }
}
