using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NhiPortal.Domain;

namespace NhiPortal.Data;

/// <summary>A moment as UTC ticks: ordered and compared alike on both providers.</summary>
public sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

/// <summary>A typed id as its Guid.</summary>
public sealed class IdConversion<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Make(value)) where TId : struct, IId<TId>
{
    // An expression tree may not call a static abstract member; an ordinary method may.
    private static TId Make(Guid value) => TId.From(value);
}

/// <summary>A small list of values, read and written whole, as JSON text.</summary>
public sealed class JsonList<T>() : ValueConverter<IReadOnlyList<T>, string>(
    list => JsonSerializer.Serialize(list, JsonLists.Options), json => JsonSerializer.Deserialize<List<T>>(json, JsonLists.Options) ?? new List<T>());

/// <summary>Keeps a small record of values as JSON.</summary>
public sealed class JsonText<T>() : ValueConverter<T, string>(
    value => JsonSerializer.Serialize(value, JsonLists.Options), json => JsonSerializer.Deserialize<T>(json, JsonLists.Options)!);

/// <summary>Compares such a list by its JSON.</summary>
public sealed class JsonListComparer<T>() : ValueComparer<IReadOnlyList<T>>(
    (left, right) => JsonSerializer.Serialize(left, JsonLists.Options) == JsonSerializer.Serialize(right, JsonLists.Options),
    list => StringComparer.Ordinal.GetHashCode(JsonSerializer.Serialize(list, JsonLists.Options)),
    list => list);

internal static class JsonLists
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
}

internal static class IdTypes
{
    public static Type MakeGenericTypeOrNull(this Type open, Type self) =>
        self.GetInterfaces().FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == open) ?? typeof(IdTypes);
}
