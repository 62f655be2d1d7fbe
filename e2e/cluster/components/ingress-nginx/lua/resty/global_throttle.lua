-- Not there: rate limits shared by memcached are not served by this image.
return {
  new = function()
    return nil, "resty.global_throttle is not in this image"
  end,
}
