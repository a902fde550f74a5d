namespace NhiPortal.Tests.Features.Executions;

/// <summary>A directory that does as it is told, and the small organisation that may change it; each test has its own.</summary>
public abstract class OnAdapter : IAsyncLifetime
{
    private protected Adapter adapter = null!;
    private protected BrokeredScene scene = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        adapter = await Adapter.StartAsync();
        scene = await BrokeredScene.StartAsync(adapter.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await scene.DisposeAsync();
        await adapter.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
