namespace NhiPortal.Domain.Requests;

/// <summary>Somebody who wishes to hear of whatever becomes of a request. It gives no right to anything.</summary>
public sealed class RequestWatch
{
    private RequestWatch() { }

    public RequestId RequestId { get; private set; }
    public PersonId PersonId { get; private set; }
    public DateTimeOffset Since { get; private set; }

    public static RequestWatch Of(RequestId request, PersonId person, DateTimeOffset now) => new() { RequestId = request, PersonId = person, Since = now };
}
