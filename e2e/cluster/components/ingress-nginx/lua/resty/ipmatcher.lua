-- Not there: the list of addresses without a global rate limit is not served by this image.
return {
  new = function()
    return nil, "resty.ipmatcher is not in this image"
  end,
}
