using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.SignIn;

/// <summary>Writes down that somebody with a token that is not believed was turned away.</summary>
public sealed partial class RecordRefusedSignIn(UnitOfWork work, ILogger<RecordRefusedSignIn> log)
{
    public Task RunAsync(string reason, string? clientAddress, CancellationToken cancellation) =>
        work.RunAsync<Done>(
            new Actor { Kind = ActorKind.Anonymous, Id = Guid.Empty, Name = "nobody", ClientAddress = clientAddress },
            AdmitPerson.Attempt,
            run =>
            {
                run.About = run.About with { Facts = new Dictionary<string, string?> { ["method"] = EntraSignIn.Method, ["reason"] = reason } };
                return Task.FromResult<Result<Done>>(new Refusal("token_not_believed", "Somebody came with a sign-in that is not believed."));
            },
            cancellation);

    /// <summary>For operators: what the platform did not like.</summary>
    public void Log(Exception? failure) => Failed(failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in through the directory failed")]
    private partial void Failed(Exception? failure);
}
